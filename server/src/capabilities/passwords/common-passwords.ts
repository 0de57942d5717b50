import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** Octets of each entry: the first 48 bits of the SHA-256 of a password in lower case, in order. */
const width = 6

let list: Promise<Buffer> | undefined

/**
 * Whether a password is among the 120,000 that people choose most and lists of breaches begin with (SecLists, MIT; drawn
 * by `scripts/write-common-passwords.ts`). Offline, 720 KB of memory, and read at the first use: a start does not wait for
 * it. One other password in some two thousand million is taken for one of them.
 */
export async function isCommon(password: string): Promise<boolean> {
  list ??= readFile(new URL('./common.bin', import.meta.url))
  const known = await list
  const wanted = hash('sha256', password.toLowerCase(), 'buffer').readUIntBE(0, width)
  let [low, high] = [0, known.length / width]
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = known.readUIntBE(middle * width, width)
    if (found === wanted) return true
    if (found < wanted) low = middle + 1
    else high = middle
  }
  return false
}
