import { type LoggerOptions, pino } from 'pino'
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
  return write ? pino(options, { write }) : together(options)
}

/** How long a line waits for others, ms: writing one costs more than drawing it does. */
const waitFor = 20

/** Lines are written together; what went wrong at once, and what is left before the process ends. */
function together(options: LoggerOptions): Log {
  const lines = standardOutput()
  const log = pino(options, { write: lines.add })
  const atOnce = (level: 'warn' | 'error') => (facts: object, text: string) => {
    log[level](facts, text)
    lines.flush()
  }
  return { info: (facts, text) => log.info(facts, text), warn: atOnce('warn'), error: atOnce('error') }
}

interface Lines {
  readonly add: (line: string) => void
  readonly flush: () => void
}
let opened: Lines | undefined

/** Opened once for the process, by whoever writes first. */
function standardOutput(): Lines {
  if (opened) return opened
  const out = pino.destination({ sync: true })
  let lines: string[] = []
  const flush = () => {
    if (lines.length > 0) out.write(lines.join(''))
    lines = []
  }
  process.on('exit', flush)
  opened = {
    add(line) {
      if (lines.push(line) === 1) setTimeout(flush, waitFor).unref()
    },
    flush,
  }
  return opened
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
