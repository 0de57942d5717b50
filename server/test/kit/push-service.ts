import assert from 'node:assert/strict'
import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { PushSubscription } from '../../src/kernel/index.ts'
import { certificate, certificateKey } from './certificate.ts'

/** A push as the service got it, before anybody can read it. */
export interface Pushed {
  readonly path: string
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: Buffer
}

export interface PushService {
  readonly origin: string
  readonly pushed: readonly Pushed[]
  /** Status and headers of the answers from now on. */
  say(status: number, headers?: Record<string, string>): void
}

/** A push service of RFC 8030, by https; its name `books.example` is known to nobody but the test. */
export async function startPushService(t: TestContext): Promise<PushService> {
  const pushed: Pushed[] = []
  let answer: [number, Record<string, string>] = [201, { location: '/message/1' }]
  const server = createServer({ key: certificateKey, cert: certificate }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    pushed.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) })
    response.writeHead(...answer).end('sekret words of the push service')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise((resolve) => server.close(resolve)))
  return {
    origin: `https://books.example:${(server.address() as AddressInfo).port}`,
    pushed,
    say(status, headers = {}) {
      answer = [status, headers]
    },
  }
}

/** A browser's half of RFC 8291: its keys, and what it makes of a push. */
export class Browser {
  readonly #ecdh: ECDH
  readonly #auth: Buffer
  constructor(privateKey?: string, auth?: string) {
    this.#ecdh = createECDH('prime256v1')
    if (privateKey) this.#ecdh.setPrivateKey(privateKey, 'base64url')
    else this.#ecdh.generateKeys()
    this.#auth = auth ? Buffer.from(auth, 'base64url') : randomBytes(16)
  }

  subscriptionAt(endpoint: string): PushSubscription {
    const p256dh = this.#ecdh.getPublicKey('base64url', 'uncompressed')
    return { endpoint, keys: { p256dh, auth: this.#auth.toString('base64url') } }
  }

  /** Decrypts by RFC 8291 §3.4 and RFC 8188 §2.1: one record, whose last octet before the padding is 2. */
  read(body: Buffer): string {
    const salt = body.subarray(0, 16)
    const senderKey = body.subarray(21, 21 + body.readUInt8(20))
    const sealed = body.subarray(21 + senderKey.length)
    assert.ok(body.readUInt32BE(16) >= sealed.length, 'one record')
    const shared = this.#ecdh.computeSecret(senderKey)
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#ecdh.getPublicKey(), senderKey])
    const material = derive(shared, this.#auth, info, 32)
    const key = derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
    const nonce = derive(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(sealed.subarray(-16))
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
    const end = padded.lastIndexOf(2)
    assert.ok(padded.subarray(end + 1).every((octet) => octet === 0))
    return padded.subarray(0, end).toString('utf8')
  }
}

const derive = (material: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', material, salt, info, length))

/** The claims of the proof of who sends, once its signature fits the key beside it (RFC 8292 §2, §3). */
export function readProof(authorization: string, publicKey: string): { aud: string; exp: number; sub: string } {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? []
  assert.equal(key, publicKey)
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const jwk = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } })
  const [head = '', claims = '', signature = ''] = token.split('.')
  assert.equal(JSON.parse(Buffer.from(head, 'base64url').toString()).alg, 'ES256')
  const signed = Buffer.from(`${head}.${claims}`)
  const bytes = Buffer.from(signature, 'base64url')
  assert.ok(verify('sha256', signed, { key: jwk, dsaEncoding: 'ieee-p1363' }, bytes))
  return JSON.parse(Buffer.from(claims, 'base64url').toString())
}
