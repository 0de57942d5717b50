import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

/** Where pictures of every page go; not part of the repository. */
const folder = fileURLToPath(new URL('../../../shots/', import.meta.url))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const widths = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } }
const schemes = ['light', 'dark'] as const

/** What fits the first round trip of a connection (pages.md, Weight). */
const heaviest = 14 * 1024

interface Violation {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

/**
 * Looks at a page as it stands: pictures of it at two widths in both schemes, no sideways scrolling on a phone, targets
 * and contrast and structure as WCAG 2.2 AA has them (axe-core), and its weight.
 *
 * @param name of the pictures, `name.fa.360.dark.png`
 */
export async function look(page: Page, language: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const about = `${name} in ${language}`
  assert.equal(await page.locator('html').getAttribute('lang'), language, about)
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: `${folder}${name}.${language}.${size.width}.${colorScheme}.png`, fullPage: true })
      if (size === widths.phone) await checkRules(page, `${about}, ${colorScheme}`, rulesOf[colorScheme])
    }
    const sideways = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    assert.ok(Number(sideways) <= 0, `${about} scrolls sideways by ${sideways} at ${size.width}`)
  }
  const weight = Buffer.byteLength(await page.content())
  assert.ok(weight <= heaviest, `${about} weighs ${weight}`)
}

/** What is asked in the light is structure as well; the dark changes nothing but colours. */
const rulesOf = {
  light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

async function checkRules(page: Page, about: string, rules: (typeof rulesOf)[keyof typeof rulesOf]): Promise<void> {
  // The page's own policy lets no foreign script in; the browser's debugger may.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe)
  const run = `axe.run(document, { runOnly: ${JSON.stringify(rules)} })`
  const { violations } = (await page.evaluate(run)) as { violations: Violation[] }
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
  assert.deepEqual(found, [], about)
}
