import { generateKeyPairSync } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider'
import { settings } from '../server/src/dialects/oidc/provider.ts'
import { type Allowance, allow, mintCodes, relyingParty } from './mint.ts'

// The floor under tokens: the same library with the same settings on its own in-memory adapter, behind plain node:http.

export type FloorOrder = { client: AdapterPayload; people: number } | { codes: number }
export type FloorResult = { url: string } | { codes: string[] }

/** Inside the library, and without types: its in-memory adapter, whose store holds a thousand things unless given another. */
const inside = (file: string) => import(`oidc-provider/lib/${file}`) as Promise<{ default: unknown }>
type MemoryAdapter = new (model: string, store: unknown) => Adapter
type Store = new (options: { maxSize: number }) => unknown
const Memory = (await inside('adapters/memory_adapter.js')).default as MemoryAdapter
const store = new ((await inside('helpers/lru.js')).default as Store)({ maxSize: 10_000_000 })

const people: Allowance[] = []
let provider: Provider

const claimsOf = (sub: string) => {
  const name = `Person ${sub}`
  return { sub, name, gender: 'female', birthdate: '1990-01-01', locale: 'vi', email: `${sub}@example.com` }
}

async function start(client: AdapterPayload, count: number): Promise<FloorResult> {
  let answer: RequestListener | undefined
  const server = createServer((request, response) => answer?.(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const jwk = (alg: string, key: { export(options: { format: 'jwk' }): object }) => ({
    ...key.export({ format: 'jwk' }),
    alg,
    use: 'sig',
  })
  provider = new Provider(url, {
    ...settings,
    adapter: (model) => new Memory(model, store),
    jwks: {
      keys: [
        jwk('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
        jwk('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      ],
    },
    cookies: { keys: ['a key of the floor'] },
    findAccount: async (_context, sub) => ({ accountId: sub, claims: () => claimsOf(sub) }),
  })
  answer = provider.callback()
  const asked = ['authorization_code', 'refresh_token', 'client_credentials']
  const known = { ...client, grant_types: asked, client_secret: relyingParty.secret }
  await new Memory('Client', store).upsert(relyingParty.id, known, 86_400)
  for (let i = 0; i < count; i++) {
    const one = { accountId: String(2 ** 50 + i), grantId: `grant-${i}` }
    people.push(one)
    await allow(provider, one)
  }
  return { url }
}

process.on('message', async (order: FloorOrder) => {
  const result =
    'client' in order
      ? await start(order.client, order.people)
      : { codes: await mintCodes(provider, people, order.codes) }
  process.send?.(result)
})
