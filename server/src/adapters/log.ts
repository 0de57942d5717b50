import { pino } from 'pino'
import type { Log } from '../kernel/index.ts'

/** Names that are replaced wherever they appear in a line's facts: a second wall behind "never given to it" (rule 3). */
const secrets: ReadonlySet<string> = new Set([
  'password',
  'secret',
  'token',
  'key',
  'code',
  'link',
  'authorization',
  'cookie',
  'query',
  'body',
])

/** JSON lines on standard output, or to `write`. */
export function createLog(level: string, write?: (line: string) => void): Log {
  const options = { level, formatters: { log: (facts: object) => hide(facts, 2) }, base: null }
  return write ? pino(options, { write }) : pino(options)
}

/** A line's facts, and those within them, without what is secret by its name. The library's own way costs ten times as much. */
function hide(facts: object, depth: number): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (secrets.has(name)) shown[name] = '[hidden]'
    else shown[name] = depth > 1 && isPlain(value) ? hide(value, depth - 1) : value
  }
  return shown
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
