import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { apply } from '../../src/dialects/operator/apply.ts'
import { readAppliedFile } from '../../src/dialects/operator/read-file.ts'
import type { Ports } from '../../src/kernel/index.ts'
import { getKey } from './log-in-with.ts'
import { type Fields, linkFields, readMails } from './portal.ts'
import { recordSecret } from './secrets.ts'

/**
 * Recorded exchanges are documentation, test and evidence in one. A file is text:
 *
 *     # The quirk it keeps, in a sentence.
 *
 *     ### What happens, in words
 *     @apply {"settings": {…}}            before the request: a file is applied
 *     @advance 49h                        the clock moves (s, m, h, d)
 *     @key                                somebody allows the demo app: {{auth_key}} is what its page gets
 *     @mail a@example.com 2               two messages came in all; the newest gives {{User_ID}}, {{code}} and so on
 *     POST /api/                          the request; a body follows, its lines joined
 *     do=register&User_ID={{User_ID}}
 *
 *     200                                 the answer's status, then headers it must have
 *     retry-after: {{*}}
 *
 *     {"ok": 1, "data": {"User_ID": {{id}}}}
 *
 * An answer without a body in the file may have any. `{{name}}` in an answer captures the first time and must be the
 * same afterwards; `{{*}}` stands for anything.
 */
export interface Stage {
  /** Servers that are asked in turn. */
  readonly urls: readonly string[]
  /** Ports on the same database, for `@apply`. */
  readonly at: Ports
  advance(milliseconds: number): Promise<void> | void
}

interface Exchange {
  title: string
  directives: [name: string, value: string][]
  request: { method: string; path: string; headers: Record<string, string>; body: string }
  response: { status: number; headers: Record<string, string>; body: string }
}

/** Runs the exchanges of one file in order, on the servers in turn. */
export async function runExchanges(stage: Stage, path: string | URL): Promise<number> {
  const exchanges = parseExchanges(readFileSync(path, 'utf8'))
  const known: Fields = {}
  for (const [i, exchange] of exchanges.entries()) {
    const url = stage.urls[i % stage.urls.length] ?? ''
    for (const [name, value] of exchange.directives) await obey(stage, url, name, fill(value, known), known)
    await check(url, exchange, known)
  }
  return exchanges.length
}

function parseExchanges(text: string): Exchange[] {
  assert.match(text, /^# \S/, 'the first line names the quirk')
  return text.split(/^### /m).slice(1).map(parseExchange)
}

function parseExchange(text: string): Exchange {
  const [title = '', ...lines] = text.trimEnd().split('\n')
  const directives: Exchange['directives'] = []
  while (lines[0]?.startsWith('@')) {
    const [name = '', ...rest] = (lines.shift() ?? '').slice(1).split(' ')
    directives.push([name, rest.join(' ')])
  }
  const [method = '', path = ''] = (lines.shift() ?? '').split(' ')
  const headers: Record<string, string> = {}
  while (/^[a-z-]+: /.test(lines[0] ?? '')) Object.assign(headers, parseHeader(lines.shift() ?? ''))
  const start = lines.findIndex((line) => /^\d{3}$/.test(line))
  assert.ok(start >= 0, `${title}: no answer`)
  const body = lines.slice(0, start).join('').trim()
  const [head = '', ...answer] = lines.slice(start).join('\n').split('\n\n')
  const [status, ...headerLines] = head.split('\n')
  return {
    title,
    directives,
    request: { method, path, headers, body },
    response: {
      status: Number(status),
      headers: Object.assign({}, ...headerLines.map(parseHeader)),
      body: answer.join('\n\n').trim(),
    },
  }
}

function parseHeader(line: string): Record<string, string> {
  const [name = '', ...value] = line.split(': ')
  return { [name]: value.join(': ') }
}

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
/** How long a server may take to see a change of its settings (issue: two seconds), ms. */
const settingsAge = 2000

async function obey(stage: Stage, url: string, name: string, value: string, known: Fields): Promise<void> {
  if (name === 'advance') {
    await stage.advance(Number(value.slice(0, -1)) * (units[value.slice(-1)] ?? Number.NaN))
  } else if (name === 'apply') {
    await apply(stage.at, readAppliedFile('@apply', value, 'development'))
    await stage.advance(settingsAge)
  } else if (name === 'mail') {
    const [address = '', count = '1'] = value.split(' ')
    const [mail] = await readMails(url, address, Number(count))
    Object.assign(known, linkFields(mail), mail?.code ? { code: mail.code } : {})
  } else if (name === 'key') {
    Object.assign(known, { auth_key: await getKey(url) })
  } else assert.fail(`@${name} is no directive`)
}

const secretFields = ['key', 'User_Password', 'New_User_Password', 'app_secret', 'access_token']

const fill = (text: string, known: Fields): string => text.replace(/\{\{(\w+)\}\}/g, (_, name) => known[name] ?? '')

const filled = (headers: Record<string, string>, known: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value, known)]))

async function check(origin: string, { title, request, response }: Exchange, known: Fields): Promise<void> {
  const encoded = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, encodeURIComponent(value)]))
  const [path, body] = [fill(request.path, encoded), fill(request.body, encoded)]
  const fields = new URLSearchParams(body || path.split('?')[1])
  recordSecret(...secretFields.map((name) => fields.get(name) ?? undefined))
  recordSecret(/^Bearer (.*)/.exec(request.headers.authorization ?? '')?.[1])
  const form = request.method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
  const answer = await fetch(`${origin}${path}`, {
    method: request.method,
    headers: { ...form, ...filled(request.headers, known) },
    ...(request.method === 'POST' && { body }),
    redirect: 'manual',
  })
  const text = await answer.text()
  assert.equal(answer.status, response.status, `${title}: ${text}`)
  for (const [name, value] of Object.entries(response.headers)) {
    const actual = answer.headers.get(name)
    if (value === '{{*}}') assert.ok(actual, `${title}: the header ${name}`)
    else assert.equal(actual, value, `${title}: the header ${name}`)
  }
  // A page or a redirect is told by its status and headers.
  if (response.body === '') return
  const expected = JSON.parse(response.body.replace(/"?\{\{(\w+|\*)\}\}"?/g, '"\\u0000$1"'))
  compare(expected, JSON.parse(text), `${title}: ${text}`, known)
}

function compare(expected: unknown, actual: unknown, about: string, known: Fields): void {
  if (typeof expected === 'string' && expected.startsWith('\0')) {
    const name = expected.slice(1)
    if (name === '*') return
    known[name] ??= String(actual)
    if (/token$|^later$/.test(name)) recordSecret(known[name])
    assert.equal(String(actual), known[name], about)
  } else if (typeof expected === 'object' && expected !== null) {
    assert.equal(Array.isArray(actual), Array.isArray(expected), about)
    assert.deepEqual(Object.keys(actual ?? {}), Object.keys(expected), about)
    for (const [key, value] of Object.entries(expected)) {
      compare(value, (actual as Record<string, unknown>)[key], about, known)
    }
  } else assert.equal(actual, expected, about)
}
