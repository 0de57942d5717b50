import { hueOf } from './accent.ts'

/**
 * The one stylesheet. Logical properties only, so that `dir` alone turns a page around; colours are tokens drawn in
 * OKLCH from one hue, each pair checked for contrast in both schemes (test: pages).
 */
export const stylesheet = `
:root { color-scheme: light dark;
  --ink: oklch(24% .02 265); --soft: oklch(45% .02 265); --paper: oklch(98.5% .004 265); --sheet: oklch(100% 0 0);
  --line: oklch(64% .02 265); --faint: oklch(91% .01 265); --accent: oklch(47% .16 262); --on-accent: oklch(99% 0 0);
  --danger: oklch(48% .19 27); --good: oklch(44% .1 155) }
@media (prefers-color-scheme: dark) { :root {
  --ink: oklch(94% .008 265); --soft: oklch(76% .015 265); --paper: oklch(19% .015 265); --sheet: oklch(23% .018 265);
  --line: oklch(56% .02 265); --faint: oklch(33% .018 265); --accent: oklch(77% .11 262); --on-accent: oklch(18% .02 265);
  --danger: oklch(76% .13 25); --good: oklch(80% .11 155) } }
* { box-sizing: border-box }
html { font: 1rem/1.5 system-ui, 'Segoe UI', 'Noto Sans', Roboto, Arial, sans-serif; color: var(--ink); background: var(--paper);
  -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
html:lang(fa), html:lang(ar) { font-family: Vazirmatn, IRANSans, Tahoma, 'Noto Sans Arabic', 'Noto Naskh Arabic', system-ui, sans-serif; line-height: 1.6 }
body { margin: 0; padding: 1.5rem 1rem 3rem }
main, body > header, body > nav, body > footer { max-inline-size: 26rem; margin-inline: auto }
body.wide > * { max-inline-size: 44rem }
body > header { margin-block-end: 1.5rem; font-weight: 600; color: var(--soft) }
body > header, body > header a { display: flex; align-items: center; gap: .75rem; min-block-size: 2.75rem }
body > header a { color: inherit; text-decoration: none }
body > header img { border-radius: .5rem; object-fit: contain }
body > footer { margin-block-start: 2rem; padding-block-start: 1rem; border-block-start: 1px solid var(--faint); font-size: .875rem; color: var(--soft) }
body > footer p { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 0 }
body > footer a { display: inline-flex; align-items: center; min-block-size: 2.75rem; color: inherit }
.step { margin: 0 0 .25rem; font-size: .875rem; color: var(--soft) }
h1 { font-size: 1.5rem; line-height: 1.35; margin: 0 0 1rem; text-wrap: balance }
h2 { font-size: 1.125rem; line-height: 1.4; margin: 0 0 .5rem }
h3 { font-size: 1rem; margin: 0 0 .5rem }
.item { border-block-start: 1px solid var(--faint); padding-block-start: 1rem; margin-block-end: 1.5rem }
p { margin: 0 0 1rem }
a { color: var(--accent); text-underline-offset: .2em }
section, article { background: var(--sheet); border: 1px solid var(--faint); border-radius: .75rem; padding: 1.5rem; margin-block-end: 1.5rem }
section > :last-child, section > form:last-child > :last-child, article > :last-child { margin-block-end: 0 }
label, legend { display: block; font-weight: 600; margin-block-end: .25rem; padding: 0 }
.help { display: block; font-weight: 400; font-size: .875rem; color: var(--soft) }
.field .help { margin-block-end: .25rem }
.field { margin: 0 0 1.5rem; border: 0; padding: 0; min-inline-size: 0 }
input:not([type=radio], [type=checkbox]), select, textarea { display: block; inline-size: 100%; min-block-size: 2.75rem; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem }
input[readonly] { background: transparent; border-color: var(--faint) }
.choice { display: inline-flex; align-items: center; min-block-size: 2.75rem; gap: .5rem; margin-inline-end: 1.5rem; font-weight: 400 }
input[type=radio], input[type=checkbox] { flex: none; inline-size: 1.25rem; block-size: 1.25rem; margin: 0; accent-color: var(--accent) }
button, .button { display: inline-block; min-block-size: 2.75rem; font: inherit; font-weight: 600; border: 0; border-radius: .5rem;
  padding: .625rem 1.5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none }
button.quiet, .button.quiet { background: transparent; color: var(--accent); border: 1px solid var(--line) }
button.danger { background: transparent; color: var(--danger); border: 1px solid var(--danger) }
button.peek { min-block-size: 1.5rem; margin-block-start: .25rem; padding: .25rem 0; background: transparent; color: var(--accent); font-size: .875rem; text-decoration: underline; text-underline-offset: .2em }
button:disabled { background: transparent; color: var(--soft); border: 1px solid var(--line); cursor: default }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0 0 1rem }
.wrong { margin: .25rem 0 0; color: var(--danger) }
[aria-invalid=true] { border-color: var(--danger) }
ul { margin: 0 0 1rem; padding-inline-start: 1.25rem }
ul.inline { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: 0 1rem }
ul.plain { padding: 0; list-style: none }
li { margin-block-end: .5rem; overflow-wrap: anywhere }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .625rem; font-size: .875rem; font-weight: 400; color: var(--soft) }
.code-field input { font-size: 1.5rem; letter-spacing: .25em; text-align: center }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.notice { border: 1px solid var(--good); border-inline-start-width: .375rem; border-radius: .5rem; padding: .75rem 1rem; margin: 0 0 1.5rem; background: var(--sheet) }
.notice h2 { font-size: 1rem; margin: 0 0 .5rem }
.notice.bad { border-color: var(--danger) }
.notice > :last-child { margin: 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1rem }
dl.stacked { grid-template-columns: 1fr; gap: 0 }
dl.stacked dd { margin-block-end: .75rem }
dt { color: var(--soft) }
dt::first-letter { text-transform: uppercase }
dd { margin: 0; overflow-wrap: anywhere }
pre, code, .ltr { direction: ltr; unicode-bidi: isolate }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; direction: inherit; unicode-bidi: plaintext; margin: 0 0 1rem }
code { overflow-wrap: anywhere; font-family: ui-monospace, Consolas, 'DejaVu Sans Mono', monospace }
.code { font: 700 1.25rem/1.5 ui-monospace, Consolas, 'DejaVu Sans Mono', monospace; letter-spacing: .05em; overflow-wrap: anywhere }
nav { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin-block-end: 1.5rem }
nav a { display: inline-flex; align-items: center; min-block-size: 2.75rem }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; padding: 0; list-style: none }
nav li { margin: 0 }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none }
.rows { padding: 0; list-style: none; background: var(--sheet); border: 1px solid var(--faint); border-radius: .75rem }
.rows > li { margin: 0; padding: 1rem 1.5rem; border-block-end: 1px solid var(--faint) }
.rows > li:last-child { border: 0 }
.rows .actions { margin: .5rem 0 0 }
.rows form .actions { margin: 0 }
.rows dl { margin: 0 }
p + h2 { margin-block-start: 2rem }
.rows + .actions, .rows + p, .rows + form { margin-block-start: 1.5rem }
`

/** The stylesheet with another accent: its hue and, as far as contrast allows, its chroma (test: pages). */
export function stylesheetOf(accent: string | undefined): string {
  if (accent === undefined) return stylesheet
  const known = drawn.get(accent) ?? draw(accent)
  if (drawn.size > 20) drawn.clear()
  drawn.set(accent, known)
  return known
}

const drawn = new Map<string, string>()

function draw(accent: string): string {
  const { hue, chroma } = hueOf(accent)
  return stylesheet
    .replace('--accent: oklch(47% .16 262)', `--accent: oklch(47% ${Math.min(chroma, 0.16)} ${hue})`)
    .replace('--accent: oklch(77% .11 262)', `--accent: oklch(77% ${Math.min(chroma, 0.11)} ${hue})`)
}
