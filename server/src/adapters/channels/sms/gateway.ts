import { createHash } from 'node:crypto'
import type { Delivery } from '../../../kernel/index.ts'
import type { OutgoingAnswer, OutgoingRequest } from '../../outgoing.ts'
import type { Descriptor } from './descriptor.ts'
import { at, fill, fillFields, fillJson, type Values } from './fill.ts'

/** The gateway has answered, and has not taken the message. */
export class GatewayRefusal extends Error {
  /** The gateway's name and its code for what is wrong, or the HTTP status; no words of the answer (rule 3). */
  readonly code: string
  /** No later attempt at this gateway can succeed. */
  readonly final: boolean
  /** The gateway itself is out of order, or does not know us: whoever asks next is answered alike. */
  readonly down: boolean
  constructor(code: string, { final, down }: { final: boolean; down: boolean }) {
    super(code)
    this.name = 'GatewayRefusal'
    this.code = code
    this.final = final
    this.down = down
  }
}

/** Shortest life that a gateway is told, seconds: below 20 they refuse it (Vonage’s ttl). */
const shortestLife = 20

/** What a template is filled with. `callback` is where the gateway may tell what became of the message. */
export function valuesOf(gateway: Descriptor, delivery: Delivery, now: number, callback: string | undefined): Values {
  const { user, password, from } = gateway
  const life = Math.max(shortestLife, Math.ceil((delivery.expiresAt - now) / 1000))
  return {
    to: spellNumber(delivery.to, gateway.number ?? 'e164'),
    text: delivery.text,
    spoken: delivery.spoken,
    id: delivery.idempotencyKey,
    idNumber: numberOf(delivery.idempotencyKey),
    kind: delivery.kind,
    language: delivery.language,
    code: delivery.code,
    from,
    user,
    password,
    basic: Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64'),
    ttlSeconds: String(Math.min(life, 14_400)),
    ttlMilliseconds: String(Math.min(life, 604_800) * 1000),
    expiresAt: new Date(delivery.expiresAt).toISOString(),
    encoding: isGsm(delivery.text) ? 'text' : 'unicode',
    callback,
  }
}

/** The message as this gateway wants it. */
export function requestOf(gateway: Descriptor, values: Values): OutgoingRequest {
  const { url, method = 'POST', headers = {}, query, form, json } = gateway
  const address = fill(url, values, encodeURIComponent) ?? ''
  const mark = address.includes('?') ? '&' : '?'
  const asked = query ? `${address}${mark}${new URLSearchParams(fillFields(query, values))}` : address
  const [type, body] = form
    ? ['application/x-www-form-urlencoded; charset=utf-8', String(new URLSearchParams(fillFields(form, values)))]
    : ['application/json; charset=utf-8', json === undefined ? undefined : JSON.stringify(fillJson(json, values))]
  const typed = body === undefined ? {} : { 'content-type': type }
  return { url: asked, method, headers: { ...typed, ...fillFields(headers, values) }, body }
}

/**
 * Reads the answer: the gateway's own name for the message, where it gives one.
 *
 * @throws GatewayRefusal
 */
export function readAnswer(gateway: Descriptor, { status, text }: OutgoingAnswer): string | undefined {
  const { success = {}, refused = [] } = gateway
  const body = parse(text)
  const told = success.path === undefined ? text : at(success.path, body)
  const reference = gateway.reference === undefined ? undefined : wordOf(at(gateway.reference, body))
  const skipped = gateway.referenceNeeded === true && reference === undefined
  const said =
    (success.status ? success.status.includes(status) : status >= 200 && status < 300) &&
    (success.equals === undefined || String(told) === String(success.equals)) &&
    (success.matches === undefined || new RegExp(success.matches, 'u').test(String(told ?? '')))
  if (said && !skipped) return reference
  if (said) throw new GatewayRefusal(`${gateway.name}:skipped`, { final: false, down: false })
  const problem = gateway.problem === undefined ? undefined : wordOf(at(gateway.problem, body))
  const code = problem !== undefined && /^[\w.-]{1,24}$/.test(problem) ? problem : `HTTP${status}`
  throw new GatewayRefusal(`${gateway.name}:${code}`, {
    final: refused.some((one) => String(one) === problem),
    down: status >= 500 || status === 401 || status === 403 || status === 429,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A short text or a number as text; nothing else can be a code or a name. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined
}

function spellNumber(mobile: string, form: NonNullable<Descriptor['number']>): string {
  const digits = mobile.replace(/^\+/, '')
  if (form === 'e164') return `+${digits}`
  if (form === 'digits') return digits
  return /^98\d{10}$/.test(digits) ? `0${digits.slice(2)}` : `00${digits}`
}

/** A message's id where a number is wanted: 62 bits of its hash. */
const numberOf = (id: string): string =>
  String(BigInt.asUintN(62, createHash('sha256').update(id).digest().readBigUInt64BE()))

/** The basic characters and the extension of GSM 7-bit (3GPP TS 23.038 §6.2.1): anything else needs UCS-2. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/

/** True for a text that a phone network carries at seven bits a character. */
export const isGsm = (text: string): boolean => gsm.test(text)
