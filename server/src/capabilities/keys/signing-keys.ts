import { generateKeyPair, type KeyObject, type webcrypto } from 'node:crypto'
import { promisify } from 'node:util'
import { hold, newRowId, type Ports, seconds, type Tx, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
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
 * How long a retired key still verifies, seconds: an ID token lives an hour, but names the session at a logout for as
 * long as the session lasts (OpenID Connect RP-Initiated Logout 1.0 §2), two weeks.
 */
const verifiesFor = 15 * 86_400

/**
 * The keys that sign, newest first, and those that were retired but may still be asked for. Drawn once, at the first
 * call of whichever process is first; sealed at rest.
 */
export async function readSigningKeys(at: Ports): Promise<SigningKey[]> {
  const found = await openKeys(at)
  if (found.length > 0) return found
  const drawn = await drawKeys(at)
  await transact(at, async (tx) => {
    await hold(tx, 'signing-keys')
    const known = await tx.selectFrom('signing_keys').select('kid').limit(1).executeTakeFirst()
    if (!known) await tx.insertInto('signing_keys').values(drawn).execute()
  })
  return openKeys(at)
}

/** Draws a new key of each kind; it signs from now on, and the ones before it only verify. Answers the new names. */
export async function rotateSigningKeys(at: Ports): Promise<string[]> {
  const drawn = await drawKeys(at)
  await transact(at, async (tx) => {
    await hold(tx, 'signing-keys')
    await retireAll(at, tx)
    await tx.insertInto('signing_keys').values(drawn).execute()
    await recordEvent(at, tx, { kind: 'keys.rotated' })
  })
  return drawn.map(({ kid, alg }) => `${alg} ${kid}`)
}

async function retireAll(at: Ports, tx: Tx): Promise<void> {
  await tx.updateTable('signing_keys').set({ retired_at: at.clock.now() }).where('retired_at', 'is', null).execute()
}

/** The names of the keys, for who wants to know whether they are still the same. */
export async function nameSigningKeys(at: Ports): Promise<string> {
  const rows = await at.db.selectFrom('signing_keys').select('kid').orderBy('kid').execute()
  return rows.map((row) => row.kid).join(' ')
}

/** Removes retired keys that nothing can be verified by any more. */
export async function sweepSigningKeys(at: Ports): Promise<void> {
  await at.db
    .deleteFrom('signing_keys')
    .where('retired_at', '<', at.clock.now() - seconds(verifiesFor))
    .execute()
}

async function openKeys(at: Ports): Promise<SigningKey[]> {
  const rows = await at.db.selectFrom('signing_keys').selectAll().execute()
  const newestFirst = rows.toSorted(
    (a, b) => (b.retired_at ?? Number.POSITIVE_INFINITY) - (a.retired_at ?? Number.POSITIVE_INFINITY) || 0,
  )
  return newestFirst.map(({ kid, alg, sealed }) => ({
    ...JSON.parse(at.keyring.open(sealed, sealName(kid))),
    kid,
    alg,
    use: 'sig',
  }))
}

const drawKeys = (at: Ports) => Promise.all(Object.entries(makers).map(([alg, make]) => drawKey(at, alg, make)))

async function drawKey(at: Ports, alg: string, make: () => Promise<{ privateKey: KeyObject }>) {
  const kid = newRowId(at)
  const { privateKey } = await make()
  const sealed = at.keyring.seal(JSON.stringify(privateKey.export({ format: 'jwk' })), sealName(kid))
  return { kid, alg, sealed, created_at: at.clock.now(), retired_at: null }
}
