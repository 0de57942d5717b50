import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const text = readFileSync(new URL('./page.js', import.meta.url), 'utf8')

/** The one script, from our own origin under a name of its content: browsers may keep it for ever. */
export const pageScript = {
  text,
  path: `/assets/page.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js`,
} as const
