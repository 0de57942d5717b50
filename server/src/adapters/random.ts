import { randomBytes, randomFillSync } from 'node:crypto'
import type { Random } from '../kernel/index.ts'

/** Drawn from the source at once: asking it costs more than the bytes do (decision 0019). */
const drawnAtOnce = 4096
/** More than this is asked for by itself, bytes. */
const most = 64

const pool = Buffer.alloc(drawnAtOnce)
let used = drawnAtOnce

export const systemRandom: Random = {
  bytes(count) {
    if (count > most) return randomBytes(count)
    if (used + count > drawnAtOnce) {
      randomFillSync(pool)
      used = 0
    }
    const drawn = Buffer.from(pool.subarray(used, used + count))
    // What was given away stays nowhere else.
    pool.fill(0, used, used + count)
    used += count
    return drawn
  },
}
