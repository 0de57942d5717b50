import type { KoaContextWithOIDC } from 'oidc-provider'
import { readTheme } from '../../../capabilities/settings/index.ts'
import { page } from '../../../http/index.ts'
import { findLanguage, type Language, type Ports } from '../../../kernel/index.ts'
import { layout } from '../../../views/index.ts'
import { type OidcTexts, oidcTexts } from '../texts/index.ts'

export interface Leaf {
  readonly status?: number
  readonly title: string
  /** HTML; whoever makes it has escaped what people typed. */
  readonly body: string
  /** Origins that the page's form may end at. */
  readonly leadsTo?: readonly string[]
  readonly links?: readonly { readonly href: string; readonly label: string }[]
}

/** The language of a page: what the app asked for (`ui_locales`), else the browser (rule 12). */
export function languageOfContext(context: KoaContextWithOIDC): Language {
  const asked = context.oidc?.params?.ui_locales
  const named = typeof asked === 'string' ? asked.split(' ').map(findLanguage).find(Boolean) : undefined
  return named ?? context.get('accept-language').split(',').map(findLanguage).find(Boolean) ?? 'en'
}

/** Answers with a page of ours, in the reader's language and under the policy of all pages. */
export async function answerPage(
  at: Ports,
  context: KoaContextWithOIDC,
  draw: (texts: OidcTexts) => Leaf,
): Promise<void> {
  const [language, theme] = [languageOfContext(context), await readTheme(at)]
  const { status = context.status, leadsTo = [], ...leaf } = draw(oidcTexts[language])
  const answer = page(status, layout({ language, theme, above: theme.house, ...leaf }), {
    leadsTo,
    images: [theme.logo],
  })
  context.status = status
  context.type = 'html'
  for (const [name, value] of Object.entries(answer.headers ?? {})) context.set(name, value)
  context.body = answer.body
}
