import { readFileSync } from 'node:fs'
import { Check, Errors } from 'typebox/schema'
import { Descriptor } from './descriptor.ts'
import { placeholdersOf } from './fill.ts'
import { requestOf, valuesOf } from './gateway.ts'
import { presets, webhook } from './presets.ts'

/** A gateway that cannot be understood, in words that hold none of its credentials. */
export class GatewayError extends Error {}

/**
 * The gateways that SMS_URL names, in the order in which they are tried: addresses separated by spaces, each
 * `<preset>://<key>[:<secret>]@<sender>`, `https://<token>@<host>/…` for a server of one's own, or `file:<path>` of a JSON
 * list of such addresses and of whole descriptors. An address may end in `?name=` (two gateways of one preset need it) and,
 * for a preset, `?url=` for another place of the same service.
 *
 * @throws GatewayError
 */
export function readGateways(text: string): Descriptor[] {
  const gateways = text
    .trim()
    .split(/\s+/)
    .flatMap((address, i) => {
      const place = `the ${ordinal(i)} gateway`
      return address.startsWith('file:') ? readFile(address.slice(5), place) : [readAddress(address, place)]
    })
  const names = gateways.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice) throw new GatewayError(`two gateways are called ${twice}; give one another name (?name=…)`)
  return gateways
}

/** The hosts of the gateways: the only ones that messages are sent to. */
export const hostsOf = (gateways: readonly Descriptor[]): ReadonlySet<string> =>
  new Set(gateways.map(({ url }) => new URL(url.replaceAll(/[{}]/g, '_')).hostname.replace(/^\[|\]$/g, '')))

const ordinal = (i: number): string => ['first', 'second', 'third'][i] ?? `${i + 1}th`

function readAddress(address: string, place: string): Descriptor {
  const url = URL.parse(address)
  if (!url) throw new GatewayError(`${place} is no address`)
  const preset = url.protocol.slice(0, -1)
  const given = { user: decode(url.username), password: decode(url.password) }
  const name = url.searchParams.get('name') ?? undefined
  if (preset === 'https' || preset === 'http') return check(ownServer(url, given.user, name), place)
  const known = Object.hasOwn(presets, preset) ? presets[preset] : undefined
  if (!known)
    throw new GatewayError(`${place} is of no kind that is known (${Object.keys(presets).join(', ')}, https, file)`)
  const strange = [...url.searchParams.keys()].find((key) => key !== 'name' && key !== 'url')
  if (strange) throw new GatewayError(`${place} has more behind its question mark than name and url`)
  const elsewhere = url.searchParams.get('url')
  return check(
    withSender({
      ...known,
      ...present({ ...given, from: decode(url.hostname) }),
      name: name ?? preset,
      ...(elsewhere && { url: moved(known.url, elsewhere, place) }),
    }),
    place,
  )
}

/** A server of one's own: the address is its own, without the token and the name. */
function ownServer(url: URL, token: string | undefined, name = 'webhook'): Descriptor {
  const plain = new URL(url)
  plain.username = ''
  plain.password = ''
  plain.searchParams.delete('name')
  return { ...webhook, ...present({ user: token }), name, url: plain.href }
}

/** The same service at another origin: a region of it, or a test. */
function moved(url: string, origin: string, place: string): string {
  const other = URL.parse(origin)
  if (!other || !/^https?:$/.test(other.protocol)) throw new GatewayError(`${place} has a url that is none`)
  return url.replace(/^https:\/\/[^/]+/, other.origin)
}

/** Twilio sends from a number, or from a messaging service that picks one. */
function withSender(gateway: Descriptor): Descriptor {
  const { From, ...form } = gateway.form ?? {}
  if (!From || !gateway.from?.startsWith('MG')) return gateway
  return { ...gateway, form: { ...form, MessagingServiceSid: From } }
}

function readFile(path: string, place: string): Descriptor[] {
  let list: unknown
  try {
    list = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new GatewayError(`${place} is a file that cannot be read (${(error as { code?: string }).code ?? 'no JSON'})`)
  }
  if (!Array.isArray(list)) throw new GatewayError(`${place} is a file that holds no list`)
  return list.map((one, i) => {
    const where = `${place}, entry ${i + 1},`
    return typeof one === 'string' ? readAddress(one, where) : check(one, where)
  })
}

const sample = {
  idempotencyKey: 'id',
  to: '+989140000000',
  kind: 'code',
  language: 'fa',
  subject: '',
  text: 'text',
  spoken: 'text',
  code: '12345',
  attempt: 1,
  expiresAt: 0,
}

/** Finds at the start what would otherwise be found with the first message. */
function check(gateway: unknown, place: string): Descriptor {
  if (!Check(Descriptor, gateway)) {
    const [error] = Errors(Descriptor, gateway)[1]
    throw new GatewayError(`${place} is wrong at ${error?.instancePath || '/'}: ${error?.message ?? 'no descriptor'}`)
  }
  const values = valuesOf(gateway, sample, 0, '')
  const { url, headers, query, form, json } = gateway
  const unknown = placeholdersOf({ url, headers, query, form, json }).find((name) => !(name in values))
  if (unknown) throw new GatewayError(`${place} has a placeholder that stands for nothing: {${unknown.slice(0, 20)}}`)
  if (!URL.canParse(requestOf(gateway, values).url))
    throw new GatewayError(`${place} has no address that can be called`)
  return gateway
}

const decode = (text: string): string | undefined => {
  try {
    return text === '' ? undefined : decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What is there, without what is not: an optional field of a descriptor is never undefined. */
const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
