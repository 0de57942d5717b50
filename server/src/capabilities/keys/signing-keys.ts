import { generateKeyPair, type KeyObject, type webcrypto } from 'node:crypto'
import { promisify } from 'node:util'
import { hold, newRowId, type Ports, transact } from '../../kernel/index.ts'
import './table.ts'

/** A private key as JWK (RFC 7517), with its name and algorithm. */
export type SigningKey = webcrypto.JsonWebKey & { readonly kid: string; readonly alg: string; readonly use: 'sig' }

const generate = promisify(generateKeyPair)

/** Both algorithms that clients expect: RS256 since OpenID Connect Core §2 makes it the default, ES256 for being small. */
const makers: Readonly<Record<string, () => Promise<{ privateKey: KeyObject }>>> = {
  RS256: () => generate('rsa', { modulusLength: 2048 }),
  ES256: () => generate('ec', { namedCurve: 'P-256' }),
}

const sealName = (kid: string): string => `signing-key:${kid}`

/**
 * The keys that sign, newest first, and those that were retired but may still be asked for. Drawn once, at the first
 * call of whichever process is first; sealed at rest.
 */
export async function readSigningKeys(at: Ports): Promise<SigningKey[]> {
  const found = await openKeys(at)
  if (found.length > 0) return found
  const drawn = await Promise.all(Object.entries(makers).map(([alg, make]) => drawKey(at, alg, make)))
  await transact(at, async (tx) => {
    await hold(tx, 'signing-keys')
    const known = await tx.selectFrom('signing_keys').select('kid').limit(1).executeTakeFirst()
    if (!known) await tx.insertInto('signing_keys').values(drawn).execute()
  })
  return openKeys(at)
}

async function openKeys(at: Ports): Promise<SigningKey[]> {
  const rows = await at.db.selectFrom('signing_keys').selectAll().orderBy('created_at', 'desc').orderBy('kid').execute()
  return rows.map(({ kid, alg, sealed }) => ({
    ...JSON.parse(at.keyring.open(sealed, sealName(kid))),
    kid,
    alg,
    use: 'sig',
  }))
}

async function drawKey(at: Ports, alg: string, make: () => Promise<{ privateKey: KeyObject }>) {
  const kid = newRowId(at)
  const { privateKey } = await make()
  const sealed = at.keyring.seal(JSON.stringify(privateKey.export({ format: 'jwk' })), sealName(kid))
  return { kid, alg, sealed, created_at: at.clock.now(), retired_at: null }
}
