/** A whole number of lines of a file, and where the file goes on behind them. */
export interface Lines {
  /** Undefined stands for a line that is no text (not UTF-8), null for one that is too long. */
  readonly texts: readonly (string | undefined | null)[]
  /** Bytes of the file up to here. */
  readonly end: number
}

/** Longest line that is read, bytes: nothing of a guest needs more. */
const longest = 64 * 1024
const newline = 0x0a

/**
 * Cuts what a file gives into lines, a chunk's at a time, so that a file of any size is read in little memory. Broken
 * text spoils its own line alone.
 *
 * @param start where the first chunk stands in the file
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, start: number): AsyncGenerator<Lines> {
  let kept = Buffer.alloc(0)
  let [end, tooLong] = [start, false]
  for await (const chunk of chunks) {
    const all = Buffer.concat([kept, chunk])
    const cut = all.lastIndexOf(newline) + 1
    kept = all.subarray(cut)
    if (cut > 0) {
      end += cut
      yield { texts: decodeLines(all.subarray(0, cut - 1), tooLong), end }
      tooLong = false
    }
    if (kept.length > longest) {
      // Its beginning is let go: what is left of it is only waited out.
      end += kept.length
      tooLong = true
      kept = Buffer.alloc(0)
    }
  }
  if (kept.length > 0 || tooLong) yield { texts: decodeLines(kept, tooLong), end: end + kept.length }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeLines(octets: Buffer, firstIsTooLong: boolean): Lines['texts'] {
  const texts = decode(octets)?.split('\n') ?? decodeEach(octets)
  return texts.map((text, i) => ((firstIsTooLong && i === 0) || (text?.length ?? 0) > longest ? null : text))
}

/** Slower, and only where something in the chunk is no text. */
const decodeEach = (octets: Buffer): (string | undefined)[] =>
  octets
    .toString('latin1')
    .split('\n')
    .map((line) => decode(Buffer.from(line, 'latin1')))

function decode(octets: Buffer): string | undefined {
  try {
    return utf8.decode(octets)
  } catch {
    return undefined
  }
}
