import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose } from '../../src/capabilities/messages/compose.ts'
import { directionOf, languages } from '../../src/kernel/index.ts'
import { stylesheet, stylesheetOf } from '../../src/views/stylesheet.ts'
import { contrast } from '../kit/colour.ts'
import { startHouse } from '../kit/house.ts'

const [lightRoot = '', darkRoot = ''] = [...stylesheet.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => body ?? '')
const tokensOf = (root: string): Record<string, string> =>
  Object.fromEntries([...root.matchAll(/--([\w-]+): ([^;}]+?)\s*(?:;|$)/g)].map(([, name, value]) => [name, value]))
const light = tokensOf(lightRoot)
const schemes = { light, dark: { ...light, ...tokensOf(darkRoot) } }

/** What is read, on what it stands. */
const texts: [text: string, ground: string][] = [
  ...['ink', 'soft', 'accent'].flatMap((text): [string, string][] => [
    [text, 'paper'],
    [text, 'sheet'],
  ]),
  ['on-accent', 'accent'],
  ['danger', 'paper'],
  ['danger', 'sheet'],
]
/** Lines that say where something is: edges of fields, of notices, the focus ring, a chosen radio button. */
const lines: [line: string, ground: string][] = ['line', 'accent', 'danger', 'good'].flatMap(
  (line): [string, string][] => [
    [line, 'paper'],
    [line, 'sheet'],
  ],
)
/** Edges of cards: they carry no meaning. */
const ornaments = ['faint']

/** Names of the tokens that declarations of a property use. */
const usedBy = (property: RegExp): string[] =>
  [...stylesheet.matchAll(/([\w-]+): ?([^;{}]+)/g)]
    .filter(([, name = '']) => property.test(name))
    .flatMap(([, , value = '']) => [...value.matchAll(/var\(--([\w-]+)\)/g)].map(([, token = '']) => token))

test('the two schemes have the same tokens, and a colour is named nowhere else', () => {
  assert.ok(Object.keys(light).length >= 10)
  assert.deepEqual(Object.keys(tokensOf(darkRoot)), Object.keys(light))
  const rest = stylesheet.replace(/:root \{[^}]*\}/g, '')
  assert.doesNotMatch(rest, /oklch|rgb|hsl|#[0-9a-f]{3}|: ?(white|black|red|gray)\b/i)
})

for (const [scheme, tokens] of Object.entries(schemes)) {
  const measure = (pairs: [string, string][], least: number) => {
    const all = pairs.map(([over, under]) => ({ over, under, is: contrast(tokens[over] ?? '', tokens[under] ?? '') }))
    assert.deepEqual(
      all.filter(({ is }) => is < least).map(({ over, under, is }) => `${over} on ${under}: ${is.toFixed(2)}`),
      [],
    )
  }
  test(`every text stands out from its ground by 4.5 at least, in the ${scheme} scheme`, () => measure(texts, 4.5))
  test(`every line with a meaning stands out by 3 at least, in the ${scheme} scheme`, () => measure(lines, 3))
}

test('every token that is used is among the measured ones', () => {
  const measured = (pairs: [string, string][]) => new Set(pairs.map(([over]) => over))
  assert.deepEqual(
    usedBy(/^color$/).filter((token) => !measured(texts).has(token)),
    [],
  )
  const edges = usedBy(/^(border|outline|accent)/)
  assert.ok(edges.length > 4)
  assert.deepEqual(
    edges.filter((token) => !measured(lines).has(token) && !ornaments.includes(token)),
    [],
  )
  const grounds = new Set([...texts, ...lines].map(([, under]) => under))
  assert.deepEqual(
    usedBy(/^background/).filter((token) => !grounds.has(token)),
    [],
  )
})

test('contrast is measured as the law has it', () => {
  assert.equal(contrast('#fff', '#000'), 21)
  assert.equal(contrast('oklch(100% 0 0)', 'oklch(0% 0 0)').toFixed(2), '21.00')
  // The same blue in both notations (CSS Color 4: blue is oklch(45.2% 0.313 264.1)).
  assert.equal(contrast('#00f', '#fff').toFixed(1), contrast('oklch(45.2% .313 264.1)', '#fff').toFixed(1))
})

test('whatever accent an operator sets can be read in both schemes', () => {
  const colours = Array.from({ length: 16 ** 3 }, (_, i) => `#${i.toString(16).padStart(3, '0').replace(/./g, '$&$&')}`)
  for (const colour of colours) {
    const roots = [...stylesheetOf(colour).matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => tokensOf(body ?? ''))
    for (const [i, base] of [light, schemes.dark].entries()) {
      const { accent = '' } = roots[i] ?? {}
      const grounds = [base.paper, base.sheet].map((ground) => contrast(accent, ground ?? ''))
      const least = Math.min(...grounds, contrast(base['on-accent'] ?? '', accent))
      assert.ok(least >= 4.5, `${colour}: ${accent} has ${least.toFixed(2)}`)
    }
  }
})

test('the stylesheet holds rules and nothing else', () => {
  for (const line of stylesheet.split('\n')) assert.doesNotMatch(line, /[<>=]{4}|\/\//)
  assert.equal(stylesheet.match(/\{/g)?.length, stylesheet.match(/\}/g)?.length)
})

test('the stylesheet knows no left and no right', () => {
  assert.doesNotMatch(stylesheet, /\b(left|right|float)\b/)
  assert.doesNotMatch(stylesheet, /(?<!text-size-adjust|-)\b(width|height|top|bottom):/)
  for (const [, property, value = ''] of stylesheet.matchAll(
    /\b(margin|padding|inset|border-radius|border-width): ?([^;}]+)/g,
  )) {
    const [, end, , start] = value.trim().split(/\s+/)
    assert.ok(start === undefined || start === end, `${property}: ${value}`)
  }
})

test('e-mails can be read: contrast, direction and no side by name', () => {
  for (const language of languages) {
    const facts = { app: 'Shop', website: 'shop.example', at: 'today', hours: 1 }
    const letters = [
      compose('activation-link', language, { ...facts, link: 'https://shop.example/a' }).html,
      compose('new-password', language, { ...facts, password: 'Zx81kQ' }).html,
    ]
    for (const html of letters) {
      assert.match(html, new RegExp(`<html lang="${language}" dir="${directionOf(language)}">`))
      assert.doesNotMatch(html, /\b(left|right)\b|<img|<script|url\(/)
      for (const [, style = ''] of html.matchAll(/style="([^"]*)"/g)) {
        const colour = /(?:^|;)color:(#\w+)/.exec(style)?.[1]
        if (!colour) continue
        const ground = /background:(#\w+)/.exec(style)?.[1] ?? '#fff'
        assert.ok(contrast(colour, ground) >= 4.5, `${colour} on ${ground}`)
      }
      assert.ok(contrast('#1b1e24', /<p dir="ltr"[^>]*background:(#\w+)/.exec(html)?.[1] ?? '#fff') >= 4.5)
    }
  }
})

/** What fits the first round trip of a connection (pages.md, Weight). */
const heaviest = 14 * 1024

test('every page is under 14 KB in every language, turned by dir alone, without script or anything from elsewhere', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const paths = ['/dev/inbox', '/dev/site', '/dev/site/activate', '/dev/site/reset?User_ID=1&User_ResetCode=x']
  for (const language of languages) {
    for (const path of paths) {
      const query = `${path.includes('?') ? '&' : '?'}lang=${language}`
      await checkPage(language, path, await fetch(`${url}${path}${query}`))
    }
    const body = new URLSearchParams({ User_Email: 'nobody', User_Password: 'wrong' })
    const refused = await fetch(`${url}/dev/site/log-in?lang=${language}`, { method: 'POST', body })
    await checkPage(language, 'a refusal', refused)
  }
  async function checkPage(language: (typeof languages)[number], path: string, answer: Response): Promise<void> {
    const about = `${path} in ${language}`
    const html = await answer.text()
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8', about)
    assert.ok(Buffer.byteLength(html) <= heaviest, `${about} weighs ${Buffer.byteLength(html)}`)
    assert.match(html, new RegExp(`^<!doctype html>\\n<html lang="${language}" dir="${directionOf(language)}">`), about)
    assert.doesNotMatch(
      html.replace(/<script type="module" src="\/assets\/page\.\w+\.js"><\/script>/, ''),
      /<script|<iframe|<img|<link rel="stylesheet"|\bon\w+=|\b(style|align)=/i,
      about,
    )
    assert.equal(html.match(/<h1>/g)?.length, 1, about)
  }
})
