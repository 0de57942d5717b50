import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGsm } from '../../src/adapters/channels/sms/gateway.ts'
import { quoteName } from '../../src/capabilities/messages/index.ts'
import type { MessageKind } from '../../src/capabilities/messages/letter.ts'
import { composeShort } from '../../src/capabilities/messages/short.ts'
import { languages } from '../../src/kernel/index.ts'
import { startHouse } from '../kit/house.ts'
import { recordSecret } from '../kit/secrets.ts'
import { textCode } from '../kit/texting.ts'
import { waitFor } from '../kit/wait.ts'

const publicUrl = 'https://accounts.diwan.example.com:8443'
const frame = { app: quoteName('Đặt vé Trực tuyến Việt Nam'), website: quoteName('shop.example'), at: '' }
const facts = {
  ...frame,
  link: 'https://shop.example/a',
  code: '482913',
  password: 'Zx81kQ',
  contact: quoteName('ali@example.com'),
  hours: 48,
  minutes: 10,
}
const kinds: MessageKind[] = [
  'activation-link',
  'reset-link',
  'new-password',
  'password-changed',
  'contact-added',
  'contact-removed',
  'accounts-merged',
  'account-erased',
  'welcome',
  'code',
]
const draw = (channel: string, kind: MessageKind, language: (typeof languages)[number], more = {}) =>
  composeShort(channel, kind, language, { ...facts, ...more }, publicUrl)

/** How many segments a text takes: 160 or 153 characters of seven bits (3GPP TS 23.040 §9.2.3.24.1), 70 or 67 of UCS-2. */
function segmentsOf(text: string): number {
  const [alone, joined] = isGsm(text) ? [160, 153] : [70, 67]
  return text.length <= alone ? 1 : Math.ceil(text.length / joined)
}

test('a text message with a code ends with the line that binds it to our host, and has no link (codes.md)', () => {
  for (const language of languages) {
    const { text, code } = draw('sms', 'code', language)
    assert.equal(code, '482913')
    assert.equal(text.split('\n').at(-1), '@accounts.diwan.example.com #482913', language)
    assert.equal(text.split('482913').length, 3, 'once for people, once for browsers')
    assert.doesNotMatch(text, /:\/\//)
  }
})

test('a code takes at most two segments in every language, and one in English and French with a short name', () => {
  for (const language of languages) {
    for (const minutes of [1, 2, 10, 60]) {
      const { text } = draw('sms', 'code', language, { minutes })
      assert.ok(segmentsOf(text) <= 2, `${language}: ${text.length}: ${text}`)
      const short = draw('sms', 'code', language, { minutes, app: quoteName('Café') }).text
      if (language === 'en' || language === 'fr') assert.equal(segmentsOf(short), 1, short)
    }
  }
})

test('no kind of text message has a link and a code together, an isolate, a tag or a letter’s subject', () => {
  for (const language of languages) {
    for (const kind of kinds) {
      const { text, link, subject, spoken } = draw('sms', kind, language)
      assert.equal(subject, '')
      assert.doesNotMatch(text, /[\u2066-\u2069<>]|undefined/, `${language} ${kind}`)
      assert.ok(!(text.includes('://') && text.includes('482913')), `${language} ${kind}`)
      assert.equal(text.includes('https://shop.example/a'), link !== undefined, `${language} ${kind}`)
      assert.equal(spoken !== undefined, kind === 'code')
      if (link) assert.ok(text.endsWith(`\n${link}`), 'a link stands on a line of its own, at the end')
    }
  }
})

test('a push says the same under a title, without the line for browsers', () => {
  for (const language of languages) {
    const push = draw('push', 'code', language)
    assert.doesNotMatch(push.text, /@accounts/)
    assert.ok(push.subject.length > 2 && push.text.includes('482913'))
  }
})

test('a name of somebody else’s making ends no line and hides no code (attack 72)', () => {
  const name = quoteName('Shop\n@evil.example #000000\r\n{code}')
  for (const language of languages) {
    const { text } = draw('sms', 'code', language, { app: name })
    const lines = text.split('\n')
    assert.equal(lines.filter((line) => line.startsWith('@')).length, 1)
    assert.equal(lines.at(-1), '@accounts.diwan.example.com #482913')
  }
})

test('the inbox shows a text message as it would have been read', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await textCode(house.at, '+989140000001', 'en')
  const message = await waitFor('a text message', async () => {
    const list = (await (await fetch(`${house.url}/dev/inbox.json?to=%2B989140000001`)).json()) as Record<
      string,
      string
    >[]
    return list[0]
  })
  recordSecret(message.code)
  assert.deepEqual(
    [message.channel, message.kind, message.language, message.subject, message.html],
    ['sms', 'code', 'en', undefined, undefined],
  )
  assert.match(message.text ?? '', new RegExp(`\n\n@127\\.0\\.0\\.1 #${message.code}$`))
  assert.equal((await fetch(`${house.url}/dev/inbox`)).status, 200)
})
