import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { apply } from '../../src/dialects/operator/apply.ts'
import { readAppliedFile } from '../../src/dialects/operator/read-file.ts'
import { directionOf, type Language, languages } from '../../src/kernel/index.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { arrivalsTo, letterFields, linesOfHtml, linesOfText, readEntities, urlsOf } from '../kit/letters.ts'
import { type Arrival, type MailServer, startMailServer } from '../kit/mail-server.ts'
import { callPortal, demoSite, type Fields, person } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'
import { waitFor } from '../kit/wait.ts'

interface Place {
  house: TestHouse
  server: MailServer
}

async function startPlace(t: TestContext, wish: Parameters<typeof startMailServer>[1] = {}): Promise<Place> {
  const server = await startMailServer(t, wish)
  const house = await startHouse(t, 'sqlite', { env: { SMTP_URL: server.url } })
  return { house, server }
}

/** Calls a verb that must succeed. */
async function succeed(house: TestHouse, fields: Fields): Promise<void> {
  const answer = await callPortal(house.url, fields)
  assert.equal(answer.ok, 1, answer.message)
}

const kinds = ['activation-link', 'reset-link', 'new-password', 'password-changed'] as const
type Letters = Record<(typeof kinds)[number], Arrival>

/** Lives through everything that makes the portal write, in one language. */
async function gatherLetters({ house, server }: Place, lang: Language): Promise<{ letters: Letters; to: string }> {
  const to = `${lang}@example.com`
  const newest = async (count: number) => (await arrivalsTo(server, to, count)).at(-1) as Arrival
  await succeed(house, { do: 'register', lang, ...person(to) })
  const activation = await newest(1)
  await succeed(house, { do: 'email-active', lang, ...letterFields(activation) })
  await succeed(house, { do: 'forgot-password', lang, User_Email: to })
  const reset = await newest(2)
  await succeed(house, { do: 'reset-password', lang, ...letterFields(reset) })
  const fresh = await newest(3)
  const password = codeOf(fresh)
  const id = letterFields(activation).User_ID ?? ''
  const change = { User_ID: id, User_Password: password, New_User_Password: 'quite another phrase' }
  await succeed(house, { do: 'change-password', lang, ...change })
  const changed = await newest(4)
  const letters = {
    'activation-link': activation,
    'reset-link': reset,
    'new-password': fresh,
    'password-changed': changed,
  }
  return { letters, to }
}

/** The line that is nothing but a password. */
function codeOf({ mail }: Arrival): string {
  const code = linesOfText(mail.text ?? '').find((line) => /^[\w-]{16,}$/.test(line)) ?? ''
  assert.ok(code, 'the letter has a password of 16 characters at least')
  recordSecret(code)
  return code
}

/** What only this language has. */
const scripts: Record<Language, RegExp> = {
  fa: /[پچژگی]/,
  ar: /[ةىي]/,
  vi: /[ạảấầẩậắặẹẻếềểệỉịọỏốồổộớờợụủứừửựỳỵđơư]/,
  fr: /[éèêàç’]/,
  en: /\b(the|your)\b/i,
}

test('every letter is written in all five languages, the same in text and HTML, with nothing left out', async (t) => {
  const place = await startPlace(t)
  const subjects = new Map<string, Set<string>>(kinds.map((kind) => [kind, new Set()]))
  for (const language of languages) {
    const { letters, to } = await gatherLetters(place, language)
    for (const kind of kinds) {
      const about = `${kind} in ${language}`
      checkLetter(letters[kind], language, to, about)
      const links = urlsOf(letters[kind].mail.text ?? '')
      assert.equal(links.length, kind.endsWith('-link') ? 1 : 0, `${about}: the links`)
      subjects.get(kind)?.add(letters[kind].mail.subject ?? '')
    }
  }
  for (const [kind, seen] of subjects) assert.equal(seen.size, languages.length, `${kind}: a subject in each language`)
})

function checkLetter({ mail, raw, to: rcpt }: Arrival, language: Language, to: string, about: string): void {
  const [text, html] = [mail.text ?? '', mail.html || '']
  assert.ok(linesOfText(text).length >= 3, `${about}: a title, a paragraph and a closing`)
  assert.deepEqual(linesOfHtml(html), linesOfText(text), `${about}: text and HTML say the same`)
  assert.deepEqual(new Set(urlsOf(readEntities(html))), new Set(urlsOf(text)), `${about}: the same links`)
  assert.match(text, scripts[language], `${about}: its language`)
  const direction = directionOf(language)
  assert.match(html, new RegExp(`<html lang="${language}" dir="${direction}">`), `${about}: its direction`)
  assert.equal(direction, language === 'fa' || language === 'ar' ? 'rtl' : 'ltr')
  assert.match(text, /Chợ Phân Phối/, `${about}: the app’s name`)
  assert.match(text, /chophanphoi\.com/, `${about}: the website`)
  assert.match(text, /\d\d|[۰-۹]{2}|[٠-٩]{2}/, `${about}: the time`)
  assert.equal(mail.headers.get('content-language'), language)
  assert.deepEqual(rcpt, [to])
  assert.equal(/^Message-ID: <[^\s<>]+@localhost\.localdomain>\r?$/m.test(raw), true, `${about}: a Message-ID`)
  assert.equal(/^Auto-Submitted: auto-generated\r?$/m.test(raw), true, `${about}: nobody answers by machine`)
}

test('a login at the mail server is used, and its password stays out of every trace (attack 83)', async (t) => {
  const login = { user: 'diwan', password: 'a mail password: @/%' }
  const { house, server } = await startPlace(t, { login })
  await succeed(house, { do: 'register', ...person('binh@example.com') })
  await arrivalsTo(server, 'binh@example.com')
})

test('the sender is a setting, and names the Message-ID’s domain', async (t) => {
  const { house, server } = await startPlace(t)
  const from = 'Diwan của tôi <no-reply@id.example.com>'
  await apply(house.at, readAppliedFile('test', JSON.stringify({ settings: { 'messages.from': from } }), 'production'))
  await succeed(house, { do: 'register', ...person('binh@example.com') })
  const [arrival] = await arrivalsTo(server, 'binh@example.com')
  assert.equal(arrival?.from, 'no-reply@id.example.com')
  assert.equal(arrival?.mail.from?.text, '"Diwan của tôi" <no-reply@id.example.com>')
  assert.match(arrival?.mail.messageId ?? '', /@id\.example\.com>$/)
})

test('mails over TLS go to a server whose certificate is trusted, and to no other', async (t) => {
  const server = await startMailServer(t, { secure: true })
  const trusting = await startHouse(t, 'sqlite', { env: { SMTP_URL: `${server.url}?tls.rejectUnauthorized=false` } })
  await succeed(trusting, { do: 'register', ...person('binh@example.com') })
  await arrivalsTo(server, 'binh@example.com')
  const careful = await startHouse(t, 'sqlite', { env: { SMTP_URL: server.url } })
  await succeed(careful, { do: 'register', ...person('an@example.com') })
  await waitFor('a failed attempt', () => careful.logs.some((line) => line.includes('could not be sent')))
  assert.equal(server.arrivals.length, 1)
})

test('mails that follow each other share a connection, and a closed one is replaced without a failed attempt', async (t) => {
  const { house, server } = await startPlace(t)
  for (const to of ['a@example.com', 'b@example.com', 'c@example.com']) {
    await succeed(house, { do: 'register', ...person(to) })
    await arrivalsTo(server, to)
  }
  assert.equal(server.visits.greeting, 1)
  await server.stop()
  await server.start()
  await succeed(house, { do: 'register', ...person('d@example.com') })
  await arrivalsTo(server, 'd@example.com')
  assert.equal(server.visits.greeting, 2)
  assert.ok(!house.logs.some((line) => line.includes('could not be sent')))
})

/** Every header a letter of ours may have. */
const headers = new Set(
  [
    'from',
    'to',
    'subject',
    'message-id',
    'content-language',
    'auto-submitted',
    'x-auto-response-suppress',
    'date',
  ].concat(['mime-version', 'content-type']),
)

/** Names that try to be more than a name (attack 71). */
const tricks = [
  'Shop\r\nBcc: evil@example.com',
  'Shop\nBcc: evil@example.com\n\n<b>body</b>',
  'Shop\rBcc: evil@example.com',
  'Shop\u2028Bcc: evil@example.com',
  'Shop\u0085Bcc: evil@example.com',
  '=?utf-8?Q?Shop=0D=0ABcc:_evil@example.com?=',
  '=?utf-8?B?U2hvcA0KQmNjOiBldmlsQGV4YW1wbGUuY29t?=',
  'Shop\u202emoc.live\u0000',
]

test('the name of an app cannot become a header, a recipient or a line of a letter (attack 71)', async (t) => {
  const { house, server } = await startPlace(t)
  for (const [i, name] of tricks.entries()) {
    const file = { apps: [{ id: 'chophanphoi', name, locale: 'en' }] }
    await apply(house.at, readAppliedFile('test', JSON.stringify(file), 'development'))
    const to = `person${i}@example.com`
    await succeed(house, { do: 'register', lang: 'en', ...person(to) })
    const [arrival] = await arrivalsTo(server, to)
    assert.ok(arrival)
    checkHarmless(arrival, to, name)
  }
  assert.equal(server.arrivals.length, tricks.length)
})

function checkHarmless({ mail, raw, to: rcpt }: Arrival, to: string, name: string): void {
  const about = JSON.stringify(name)
  assert.deepEqual(rcpt, [to], about)
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
  const names = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  for (const line of names) assert.ok(headers.has(line.split(':')[0]?.toLowerCase() ?? ''), `${about}: ${line}`)
  const subject = mail.subject ?? ''
  assert.match(subject, /^Confirm your e-mail address for [^\p{Cc}\u2028\u2029\u202a-\u202e]+$/u, about)
  // A reader's program decodes whatever looks like an encoded word (RFC 2047), so none may be made of a name.
  if (name.includes('=?')) assert.ok(subject.includes('utf-8'), `${about}: ${subject}`)
  assert.ok(!linesOfText(mail.text ?? '').some((line) => line.startsWith('Bcc:')), about)
}

test('the name and the address of a person cannot become a header (attack 71)', async (t) => {
  const { house, server } = await startPlace(t)
  const addresses = [
    'binh@example.com\r\nBcc: evil@example.com',
    'binh@example.com, evil@example.com',
    'binh@example.com;evil@example.com',
    'evil@example.com <binh@example.com>',
    '"a\r\nBcc: evil@example.com"@example.com',
    'binh@example.com\0',
    'binh@example.com\u2028Bcc:evil@example.com',
  ]
  for (const User_Email of addresses) {
    const answer = await callPortal(house.url, { do: 'register', ...person('binh@example.com'), User_Email })
    assert.equal(answer.ok, 0, User_Email)
    assert.match(answer.message, /User_Email/)
  }
  for (const User_Name of ['Bình\r\nBcc: evil@example.com', 'Bình\nX: y', 'Bình\u2028Bcc: evil@example.com']) {
    const answer = await callPortal(house.url, { do: 'register', ...person('binh@example.com'), User_Name })
    assert.equal(answer.ok, 0, User_Name)
    assert.match(answer.message, /User_Name/)
  }
  const encoded = '=?utf-8?q?binh?=@example.com'
  await succeed(house, { do: 'register', ...person(encoded), User_Name: '=?utf-8?Q?=0D=0ABcc:_evil@example.com?=' })
  const [arrival] = await arrivalsTo(server, encoded)
  assert.deepEqual(arrival?.to, [encoded])
  assert.equal(server.arrivals.length, 1)
})

test('a sender with a line end cannot be set', () => {
  for (const from of ['Diwan <a@b.example>\r\nBcc: evil@example.com', 'Diwan\n<a@b.example>']) {
    const file = JSON.stringify({ settings: { 'messages.from': from } })
    assert.throws(() => readAppliedFile('test', file, 'production'), /settings\.messages\.from/)
  }
})

test('a letter goes to the website that was asked, and never names the Host header (attack 62)', async (t) => {
  const { house, server } = await startPlace(t)
  const body = new URLSearchParams({ ...demoSite, do: 'register', ...person('binh@example.com') })
  const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' }
  const answer = await fetch(`${house.url}/api/`, { method: 'POST', body, headers: forged })
  assert.equal(((await answer.json()) as { ok: number }).ok, 1)
  const [arrival] = await arrivalsTo(server, 'binh@example.com')
  assert.ok(arrival)
  assert.ok(!arrival.raw.includes('evil.example'))
  for (const url of urlsOf(arrival.mail.text ?? '')) assert.equal(new URL(url).origin, house.url)
  letterFields(arrival)
})
