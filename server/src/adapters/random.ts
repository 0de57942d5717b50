import { randomBytes } from 'node:crypto'
import type { Random } from '../kernel/index.ts'

export const systemRandom: Random = { bytes: (count) => randomBytes(count) }
