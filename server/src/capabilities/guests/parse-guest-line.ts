import { foldDigits, type Mobile } from '../../kernel/index.ts'

/** Why a line of an import names no guest. */
export type LineProblem = 'no-text' | 'too-long' | 'open-quote' | 'no-json' | 'no-mobile' | 'no-number'

/** What a line says: a guest, nothing (it is empty, or names the columns), or what is wrong with it. */
export type LineReading = { readonly mobile: Mobile } | { readonly problem: LineProblem } | undefined
export type LineReader = (text: string | undefined | null, isFirst: boolean) => LineReading

type FindNumber = (text: string) => Mobile | undefined

/** How a column with the numbers may be called. */
const columnNames = /^(mobile|phone|phone[ _-]?number|msisdn|tel|موبایل|شماره|شماره[ \u200c]موبایل|تلفن همراه)$/i

/**
 * A reader for a file's lines, by its name and its first line: JSON Lines of texts, or of objects with `mobile`; else
 * CSV, whose first line may name the columns.
 */
export function lineReaderFor(name: string, first: string, findNumber: FindNumber): LineReader {
  const isJson = /\.(jsonl|ndjson)$/i.test(name) || first.trimStart().startsWith('{')
  return isJson ? whole((text) => readJson(text, findNumber)) : csvReader(first, findNumber)
}

/** Says what holds of every format. */
const whole =
  (read: (text: string, isFirst: boolean) => LineReading): LineReader =>
  (text, isFirst) => {
    if (text === undefined) return { problem: 'no-text' }
    if (text === null) return { problem: 'too-long' }
    const line = (isFirst ? text.replace(/^\ufeff/, '') : text).trim()
    return line === '' ? undefined : read(line, isFirst)
  }

function readJson(line: string, findNumber: FindNumber): LineReading {
  const value = parse(line)
  if (value === undefined) return { problem: 'no-json' }
  const mobile = typeof value === 'object' && value !== null && 'mobile' in value ? value.mobile : value
  if (typeof mobile !== 'string' && typeof mobile !== 'number') return { problem: 'no-mobile' }
  return numberOf(String(mobile), findNumber)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function csvReader(first: string, findNumber: FindNumber): LineReader {
  const line = first.replace(/^\ufeff/, '').trim()
  const separator = [',', ';', '\t'].find((one) => line.includes(one)) ?? ','
  const named = (splitCsv(line, separator) ?? []).findIndex((name) => columnNames.test(name.trim()))
  return whole((text, isFirst) => {
    if (isFirst && named >= 0) return undefined
    const fields = splitCsv(text, separator)
    if (!fields) return { problem: 'open-quote' }
    const field = fields[Math.max(named, 0)]
    return field === undefined || field === '' ? { problem: 'no-mobile' } : numberOf(field, findNumber)
  })
}

/** The fields of one line (RFC 4180 §2); a field of several lines is not taken. Undefined where a quote stays open. */
function splitCsv(line: string, separator: string): string[] | undefined {
  if (!line.includes('"')) return line.split(separator).map((field) => field.trim())
  const fields: string[] = []
  let [field, quoted] = ['', false]
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i)
    if (character === '"' && quoted && line.charAt(i + 1) === '"') field += line.charAt(i++)
    else if (character === '"') quoted = !quoted
    else if (character === separator && !quoted) {
      fields.push(field.trim())
      field = ''
    } else field += character
  }
  return quoted ? undefined : [...fields, field.trim()]
}

function numberOf(text: string, findNumber: FindNumber): LineReading {
  const mobile = findNumber(foldDigits(text))
  return mobile ? { mobile } : { problem: 'no-number' }
}
