import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from './connection.ts'
import { relyingParty, verifier } from './mint.ts'

// A load generator in a process of its own, as load.ts; it asks for tokens, or with them.

/** One phase: one kind of request, sent as fast as `connections` take them, or evenly at a rate. */
export interface TokenPhase {
  readonly url: string
  readonly kind: TokenKind
  /** What each request carries: a code, a refresh token, an access token; taken in turn. */
  readonly values: readonly string[]
  readonly requests: number
  readonly connections: number
  /** Requests for each second, whether or not the ones before are answered. Absent: as fast as they are. */
  readonly perSecond?: number
}

export interface TokenOutcome {
  readonly perSecond: number
  /** How long each answer took, ms; at a rate, since the instant at which it was due. */
  readonly times: number[]
  /** What answers gave, for the phases after. */
  readonly accessTokens: string[]
  readonly refreshTokens: string[]
  /** Answers that were not what was asked for. */
  readonly failed: string[]
}

const basic = `Basic ${btoa(`${relyingParty.id}:${relyingParty.secret}`)}`
const bearer = (token: string) => `Bearer ${token}`
const exchange = `grant_type=authorization_code&redirect_uri=${encodeURIComponent(relyingParty.redirectUrl)}&code_verifier=${verifier}&code=`

interface Request {
  ask(connection: Connection, value: string): ReturnType<Connection['ask']>
  /** What the answer has in it when it is right. */
  readonly right: string
}

const token = (fields: (value: string) => string): Request => ({
  ask: (connection, value) => connection.ask('/oauth/token', fields(value), basic),
  right: '"access_token":"',
})

const kinds = {
  'client credentials': token(() => 'grant_type=client_credentials'),
  'code exchange': token((code) => exchange + code),
  refresh: token((refreshToken) => `grant_type=refresh_token&refresh_token=${refreshToken}`),
  userinfo: {
    ask: (connection, value) => connection.ask('/oauth/userinfo', '', bearer(value)),
    right: '"sub":"',
  },
  introspection: {
    ask: (connection, value) => connection.ask('/oauth/introspect', `token=${value}`, basic),
    right: '"active":true',
  },
  get_user_info: {
    ask: (connection, value) => connection.ask(`/api/get_user_info?access_token=${value}`),
    right: '"user_info":{',
  },
} satisfies Record<string, Request>

export type TokenKind = keyof typeof kinds

async function run(phase: TokenPhase): Promise<TokenOutcome> {
  const { ask, right }: Request = kinds[phase.kind]
  const outcome: TokenOutcome & { perSecond: number } = {
    perSecond: 0,
    times: [],
    accessTokens: [],
    refreshTokens: [],
    failed: [],
  }
  const bodies: string[] = []
  const begin = performance.now()
  let sent = 0
  const dueAt = (turn: number): number => begin + (turn * 1000) / (phase.perSecond ?? Number.POSITIVE_INFINITY)
  async function client(): Promise<void> {
    const connection = new Connection(phase.url)
    while (sent < phase.requests) {
      const turn = sent++
      const due = phase.perSecond ? dueAt(turn) : performance.now()
      if (due > performance.now()) await sleep(due - performance.now())
      const { body } = await ask(connection, phase.values[turn % phase.values.length] ?? '')
      outcome.times.push(performance.now() - due)
      if (body.includes(right)) bodies.push(body)
      else outcome.failed.push(body.slice(0, 200))
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: phase.connections }, client))
  outcome.perSecond = bodies.length / ((performance.now() - begin) / 1000)
  for (const body of bodies) collect(body, outcome)
  return outcome
}

function collect(body: string, { accessTokens, refreshTokens }: TokenOutcome): void {
  const read = (name: string) => new RegExp(`"${name}":"([^"]+)"`).exec(body)?.[1]
  const [accessToken, refreshToken] = [read('access_token'), read('refresh_token')]
  if (accessToken) accessTokens.push(accessToken)
  if (refreshToken) refreshTokens.push(refreshToken)
}

process.on('message', async (phase: TokenPhase) => process.send?.(await run(phase)))
