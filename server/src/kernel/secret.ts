import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto'
import type { Random } from './random.ts'

/** SHA-256 in base64url, for secrets of at least 128 random bits (rule 3). */
export function hashToken(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

/** A URL-safe secret of `bits` random bits. */
export function newToken(at: { readonly random: Random }, bits = 128): string {
  return at.random.bytes(bits / 8).toString('base64url')
}

/** Compares two hashes without telling by time where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** What a key may be used for; each has a key of its own, drawn from the root by HKDF (RFC 5869). */
type Purpose = 'code' | 'index' | 'seal'

/** Keys outside the database (rule 3). */
export interface Keyring {
  /** HMAC-SHA-256 over the parts, in base64url, with the newest key. Parts are length-prefixed: no two lists collide. */
  mac(purpose: 'code' | 'index', ...parts: string[]): string
  /** Every MAC the parts may have been stored under, newest first: more than one while a root is being replaced. */
  macs(purpose: 'code' | 'index', ...parts: string[]): string[]
  /** AES-256-GCM; `bound` must be given again to open it (additional authenticated data). */
  seal(plain: string, bound: string): string
  /** Opens what {@link Keyring.seal} made; throws when the text was changed, moved or sealed by an unknown key. */
  open(sealed: string, bound: string): string
}

/** Draws the keys from one or more roots, newest first; all open and compare, the first seals and signs. */
export function createKeyring(roots: readonly string[], random: Random): Keyring {
  const rings = roots.map((root) => {
    const key = (purpose: Purpose) => Buffer.from(hkdfSync('sha256', root, 'diwan', purpose, 32))
    const keys = {
      code: createSecretKey(key('code')),
      index: createSecretKey(key('index')),
      seal: createSecretKey(key('seal')),
    }
    return { name: hash('sha256', key('seal'), 'base64url').slice(0, 6), keys }
  })
  const newest = rings[0]
  if (!newest) throw new Error('a keyring needs a root')
  const macs = (purpose: 'code' | 'index', ...parts: string[]) =>
    rings.map(({ keys }) => {
      const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
      return createHmac('sha256', keys[purpose]).update(text).digest('base64url')
    })
  return {
    macs,
    mac: (purpose, ...parts) => macs(purpose, ...parts)[0] as string,
    seal(plain, bound) {
      const nonce = random.bytes(12)
      const cipher = createCipheriv('aes-256-gcm', newest.keys.seal, nonce).setAAD(Buffer.from(bound))
      const box = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${newest.name}.${box.toString('base64url')}`
    },
    open(sealed, bound) {
      const [version, name, text] = sealed.split('.')
      const ring = rings.find((one) => one.name === name)
      if (version !== 'v1' || !ring || !text) throw new Error('sealed under a key that this keyring does not hold')
      const box = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', ring.keys.seal, box.subarray(0, 12))
      decipher.setAAD(Buffer.from(bound)).setAuthTag(box.subarray(-16))
      return decipher.update(box.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
