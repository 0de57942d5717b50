import { html } from 'ghtml'
import { directionOf, type Language, languages } from '../kernel/index.ts'
import { pageScript } from './script.ts'
import { stylesheetOf } from './stylesheet.ts'
import { layoutTexts } from './texts.ts'

/** How the installation's pages look (settings `theme.*`). */
export interface Theme {
  readonly accent: string
  readonly logo: string | undefined
  readonly termsUrl: string | undefined
  readonly privacyUrl: string | undefined
}

/** A row of links, of which one is this page. */
export interface Navigation {
  readonly label: string
  readonly links: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
}

export interface Sheet {
  language: Language
  /** The page's question or name, in the window's title and as its heading. */
  title: string
  /** On whose behalf the page speaks. */
  above: string
  /** HTML; whoever makes it has escaped what people typed. */
  body: string
  wide?: boolean
  theme?: Theme
  /** The logo of whom the page speaks for; the theme's otherwise. */
  logo?: string | undefined
  /** Stands between header and heading: where in a flow the person is. */
  step?: string | undefined
  /** Where the header leads, and the links below the page. */
  home?: string | undefined
  /** Links to the neighbours of this page, above its heading. */
  nav?: Navigation | undefined
  links?: readonly { readonly href: string; readonly label: string }[]
  /** The page's own address without `lang`: below stand links to it in the other languages. */
  languagesAt?: string | undefined
}

/** One whole page, readable without a script, in the language's direction. */
export function layout(sheet: Sheet): string {
  const { language, title, above, body, wide = false, theme, step } = sheet
  const texts = layoutTexts[language]
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${above}</title>
<link rel="icon" href="data:,">
<style>!${stylesheetOf(theme?.accent)}</style>
!${theme ? html`<script type="module" src="${pageScript.path}"></script>` : ''}
</head>
<body class="${wide ? 'wide' : ''}" data-show="${texts.show}" data-hide="${texts.hide}">
!${drawHeader(sheet)}
!${drawNavigation(sheet.nav)}
<main>
!${step ? html`<p class="step">${step}</p>` : ''}
<h1>${title}</h1>
!${body}
</main>
!${drawFooter(sheet)}
</body>
</html>
`
}

function drawHeader({ above, logo, theme, home }: Sheet): string {
  const image = logo ?? theme?.logo
  const mark = image ? html`<img src="${image}" alt="" width="40" height="40">` : ''
  const brand = html`!${mark}<bdi>${above}</bdi>`
  return home ? html`<header><a href="${home}">!${brand}</a></header>` : html`<header>!${brand}</header>`
}

function drawNavigation(nav: Navigation | undefined): string {
  if (!nav) return ''
  const draw = ({ href, label, current }: Navigation['links'][number]) =>
    html`<li><a href="${href}" !${current ? 'aria-current="page"' : ''}>${label}</a></li>`
  return html`<nav aria-label="${nav.label}"><ul>!${nav.links.map(draw).join('')}</ul></nav>`
}

function drawFooter({ language, theme, links = [], languagesAt }: Sheet): string {
  const texts = layoutTexts[language]
  const all = [
    ...links,
    ...(theme?.termsUrl ? [{ href: theme.termsUrl, label: texts.terms }] : []),
    ...(theme?.privacyUrl ? [{ href: theme.privacyUrl, label: texts.privacy }] : []),
  ]
  const row = all.length > 0 ? html`<p>!${all.map(drawLink).join('\n')}</p>` : ''
  const tongues = languagesAt === undefined ? '' : drawLanguages(language, languagesAt)
  return row || tongues ? html`<footer>!${row}!${tongues}</footer>` : ''
}

const drawLink = ({ href, label }: { href: string; label: string }): string => html`<a href="${href}">${label}</a>`

/** The languages in their own names, so that each is found by who reads it. */
function drawLanguages(current: Language, at: string): string {
  const start = `${at}${at.includes('?') ? '&' : '?'}lang=`
  const links = languages
    .filter((one) => one !== current)
    .map((one) => html`<a href="${start}${one}" lang="${one}" hreflang="${one}">${layoutTexts[one].name}</a>`)
  return html`<p class="languages">!${links.join('\n')}</p>`
}
