import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from './connection.ts'

// Phones, and the gateway that reaches them, in a process of its own: each flow has a code sent, waits for it and enters.

export const demo = { id: '1001', secret: 'demo-client-secret-of-the-shop-1001', event: 77 }
/** The number of the n-th guest. */
export const mobileOf = (n: number): string => `+98912${String(n).padStart(7, '0')}`

export interface CodesPhase {
  readonly url: string
  /** Guests of the flows, in turn: every `step`-th from `first` on, and again from there after `numbers` of them. */
  readonly first: number
  readonly step: number
  readonly numbers: number
  /** How many of them are passed over at the beginning. */
  readonly skip?: number
  readonly flows: number
  /** Flows under way at the same time. */
  readonly connections: number
  /** Flows begun for each second, whether or not those before are over. Absent: as fast as they end. */
  readonly perSecond?: number
  /** The client's token; where none is given, the phase gets one. */
  readonly authorization?: string
}

export interface CodesOutcome {
  readonly perSecond: number
  /** What both answers took together, ms; at a rate, the first since the flow was due. */
  readonly times: number[]
  /** From the wish for a code to the tokens, the message's way among it, ms. */
  readonly whole: number[]
  readonly failed: string[]
  readonly authorization: string
}

const waiting = new Map<string, (code: string) => void>()

/** The gateway: takes every message, as a server of one's own does (docs/guides/operating.md), and shows it to its phone. */
const gateway = createServer(async (request, response) => {
  const { id, to, text } = JSON.parse(await readBody(request)) as { id: string; to: string; text: string }
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ id }))
  waiting.get(to)?.(/#(\d+)$/.exec(text)?.[1] ?? '')
})

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}

const client = { client_id: demo.id, client_secret: demo.secret }

async function readToken(url: string): Promise<string> {
  const connection = new Connection(url)
  const wish = JSON.stringify({ grant_type: 'client_credentials', ...client })
  const { body } = await connection.ask('/api/oauth2/token', wish)
  connection.close()
  return (JSON.parse(body) as { access_token: string }).access_token
}

/** How long a phone waits for its message, ms. */
const patience = 20_000

async function flow(connection: Connection, mobile: string, authorization: string, due: number) {
  const arrived = new Promise<string>((resolve) => waiting.set(mobile, resolve))
  const sent = await connection.ask('/mobile/verification-codes', JSON.stringify({ mobile }), authorization)
  const sentAt = performance.now()
  if (!sent.body.includes('"expires_in":')) return { failed: sent.body.slice(0, 200) }
  const code = await Promise.race([arrived, sleep(patience, '', { ref: false })])
  waiting.delete(mobile)
  const typedAt = performance.now()
  const wish = { grant_type: 'event_mobile_verification', ...client, mobile, event_id: demo.event }
  const { body } = await connection.ask(
    '/api/oauth2/token',
    JSON.stringify({ ...wish, mobile_verification_code: code }),
  )
  const end = performance.now()
  if (!body.includes('"access_token":"')) return { failed: `${code ? '' : 'no message; '}${body.slice(0, 200)}` }
  return { time: sentAt - due + end - typedAt, whole: end - due }
}

async function run(phase: CodesPhase): Promise<CodesOutcome> {
  const authorization = phase.authorization ?? `Bearer ${await readToken(phase.url)}`
  const [times, whole, failed]: [number[], number[], string[]] = [[], [], []]
  const begin = performance.now()
  let begun = 0
  async function phones(): Promise<void> {
    const connection = new Connection(phase.url)
    while (begun < phase.flows) {
      const turn = begun++
      const due = phase.perSecond ? begin + (turn * 1000) / phase.perSecond : performance.now()
      if (due > performance.now()) await sleep(due - performance.now())
      const mobile = mobileOf(phase.first + (((phase.skip ?? 0) + turn) % phase.numbers) * phase.step)
      const end = await flow(connection, mobile, authorization, due)
      if (end.failed !== undefined) failed.push(end.failed)
      else {
        times.push(end.time)
        whole.push(end.whole)
      }
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: phase.connections }, phones))
  return { perSecond: times.length / ((performance.now() - begin) / 1000), times, whole, failed, authorization }
}

if (process.send) {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const { port } = gateway.address() as AddressInfo
  process.on('message', async (order: CodesPhase | { port: true }) =>
    process.send?.('port' in order ? { port } : await run(order)),
  )
}
