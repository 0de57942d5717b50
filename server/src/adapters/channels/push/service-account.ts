import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import type { Clock } from '../../../kernel/index.ts'
import type { Outgoing } from '../../outgoing.ts'

/** The fields of a service account's JSON key that are read. */
const KeyFile = Type.Object({
  project_id: Type.String({ pattern: '^[a-z0-9.:-]{1,100}$' }),
  client_email: Type.String({ minLength: 3, maxLength: 320 }),
  private_key: Type.String({ minLength: 1 }),
  token_uri: Type.String({ pattern: '^https?://' }),
})

export interface ServiceAccount {
  readonly project: string
  readonly email: string
  readonly key: ReturnType<typeof createPrivateKey>
  readonly tokenUrl: string
}

/** A key that cannot be used, in words that hold nothing of it. */
export class KeyFileError extends Error {}

/** @throws KeyFileError */
export function readServiceAccount(path: string): ServiceAccount {
  try {
    const file: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!Check(KeyFile, file)) throw new KeyFileError('the file is no JSON key of a service account')
    const { project_id: project, client_email: email, private_key, token_uri: tokenUrl } = file
    return { project, email, key: createPrivateKey(private_key), tokenUrl }
  } catch (error) {
    if (error instanceof KeyFileError) throw error
    throw new KeyFileError(`the file cannot be read (${(error as { code?: string }).code ?? 'no JSON'})`)
  }
}

const scope = 'https://www.googleapis.com/auth/firebase.messaging'
const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
/** A token is replaced while it still has this long to live, ms. */
const margin = 60_000

/** Google has not given a token; `code` is its own word for why, or the status. */
export class NoAccess extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'NoAccess'
    this.code = code
  }
}

export interface Access {
  /** @throws NoAccess, Unanswered */
  token(signal: AbortSignal): Promise<string>
  /** For a token that is refused before its time. */
  forget(): void
}

/** Access tokens by a signed assertion (RFC 7523 §2.1), one kept until shortly before its end. */
export function accessOf(account: ServiceAccount, clock: Clock, outgoing: Outgoing): Access {
  let kept = { token: '', until: 0 }
  return {
    async token(signal) {
      const now = clock.now()
      if (now < kept.until) return kept.token
      const body = new URLSearchParams({ grant_type: grant, assertion: assertionOf(account, now) })
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await outgoing({ url: account.tokenUrl, method: 'POST', headers, body: String(body), signal })
      const { access_token: token, expires_in: life, error } = parse(answer.text)
      if (answer.status !== 200 || typeof token !== 'string') {
        throw new NoAccess(typeof error === 'string' && /^\w{1,40}$/.test(error) ? error : `HTTP${answer.status}`)
      }
      kept = { token, until: now + Number(life ?? 0) * 1000 - margin }
      return token
    },
    forget() {
      kept = { token: '', until: 0 }
    },
  }
}

function assertionOf({ email, key, tokenUrl }: ServiceAccount, now: number): string {
  const issued = Math.floor(now / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: email, scope, aud: tokenUrl, iat: issued, exp: issued + 3600 }
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
