import { html } from 'ghtml'
import { directionOf, type Language } from '../kernel/index.ts'
import { stylesheet } from './stylesheet.ts'

export interface Sheet {
  language: Language
  /** The page's question or name, in the window's title and as its heading. */
  title: string
  /** On whose behalf the page speaks. */
  above: string
  /** HTML; whoever makes it has escaped what people typed. */
  body: string
  wide?: boolean
}

/** One whole page, readable without a script, in the language's direction. */
export function layout({ language, title, above, body, wide = false }: Sheet): string {
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${above}</title>
<link rel="icon" href="data:,">
<style>!${stylesheet}</style>
</head>
<body class="${wide ? 'wide' : ''}">
<header><bdi>${above}</bdi></header>
<main>
<h1>${title}</h1>
!${body}
</main>
</body>
</html>
`
}
