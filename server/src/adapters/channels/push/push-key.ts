import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import { KeyFileError } from './service-account.ts'

/** The key of an application server (RFC 8292): P-256, its halves in base64url, and whom a push service may write to. */
const KeyFile = Type.Object({
  subject: Type.String({ pattern: '^(mailto:[^@\\s]+@[^@\\s]+|https://\\S+)$' }),
  publicKey: Type.String({ pattern: '^[\\w-]{87}$' }),
  privateKey: Type.String({ pattern: '^[\\w-]{43}$' }),
})

export interface PushKey {
  readonly subject: string
  readonly publicKey: string
  readonly privateKey: string
}

/** @throws KeyFileError, in words that hold nothing of the key */
export function readPushKey(path: string): PushKey {
  try {
    const file: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!Check(KeyFile, file)) throw new KeyFileError('the file is no key that diwan keys web-push makes')
    return file
  } catch (error) {
    if (error instanceof KeyFileError) throw error
    throw new KeyFileError(`the file cannot be read (${(error as { code?: string }).code ?? 'no JSON'})`)
  }
}

/** A new key, as the text of its file. */
export async function drawPushKey(subject: string): Promise<string> {
  const { default: webPush } = await import('web-push')
  return JSON.stringify({ subject, ...webPush.generateVAPIDKeys() }, null, 2)
}
