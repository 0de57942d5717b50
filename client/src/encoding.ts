/** Bytes as base64url (RFC 4648 §5), without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** @throws Error for what is no base64url */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new Error('no base64url')
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
}

/** A text that nobody guesses: 256 bits. */
export const drawSecret = (web: typeof crypto): string => toBase64Url(web.getRandomValues(new Uint8Array(32)))

/** SHA-256 of a text. */
export const hash = async (web: typeof crypto, text: string): Promise<Uint8Array> =>
  new Uint8Array(await web.subtle.digest('SHA-256', new TextEncoder().encode(text)))
