import { html } from 'ghtml'
import type { ThemeValues } from '../../capabilities/settings/index.ts'
import { type Answer, type Asked, page } from '../../http/index.ts'
import type { Family, Language, Refusal, RefusalCode } from '../../kernel/index.ts'
import { layout, type Problem, type Sheet, sayRefusal } from '../../views/index.ts'
import { frameTexts } from './texts/frame.ts'

type Place = { asked: Asked; language: Language; theme: ThemeValues }

/** What a page says, besides what the visit knows. */
export interface Drawing extends Omit<Sheet, 'language' | 'theme' | 'above' | 'languagesAt'> {
  /** On whose behalf: the house, where no app asks. */
  readonly above?: string
  /** Origins that the page's form may end at. */
  readonly leadsTo?: readonly string[]
  /** Addresses of images from elsewhere, besides the logo. */
  readonly images?: readonly (string | undefined)[]
}

/** Draws a page for a visit. */
export function show({ asked, language, theme }: Place, drawing: Drawing, status = 200): Answer {
  const { leadsTo = [], images = [], ...sheet } = drawing
  const body = layout({ above: theme.house, ...sheet, language, theme, languagesAt: withoutLanguage(asked) })
  return page(status, body, { leadsTo, images: [drawing.logo, theme.logo, ...images] })
}

/** The page's own address, for the links to its other languages; a page that answers a POST leads back to its GET. */
function withoutLanguage(asked: Asked): string {
  const query = new URLSearchParams(asked.query)
  query.delete('lang')
  // Two slashes at the start would name another host.
  const path = asked.path.replace(/^[/\\]+/, '/')
  return query.size > 0 ? `${path}?${query}` : path
}

/** A refusal as a page of its own, for what no form can mend; it says what to do, and offers to begin again. */
export function showProblem(place: Place, refusal: Refusal): Answer {
  const texts = frameTexts[place.language]
  const next = nextAfter(place, refusal)
  const answer = show(
    place,
    {
      title: refusal.code === 'pages.not-found' ? texts.missing : texts.problem,
      body: html`<p>${sayRefusal(place.language, refusal)}</p><p class="actions"><a class="button" href="${next.href}">${next.label}</a></p>`,
      home: '/',
    },
    statusOf(refusal),
  )
  const wait = refusal.retryAfterSeconds
  return wait === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } }
}

/** Where a refusal leads on to: signing in and back, the same page anew, or a place that is there. */
function nextAfter({ asked, language }: Place, refusal: Refusal): { href: string; label: string } {
  const texts = frameTexts[language]
  const here = withoutLanguage(asked)
  if (refusal.family === 'sessions') {
    const again = refusal.code === 'sessions.not-fresh' ? { again: '1' } : {}
    return { href: `/sign-in?${new URLSearchParams({ ...again, next: here })}`, label: texts.signIn }
  }
  if (refusal.code === 'pages.stale-form' || refusal.family === 'server' || refusal.family === 'limits') {
    return { href: here, label: texts.again }
  }
  return statusOf(refusal) === 404 ? { href: '/', label: texts.toStart } : { href: '/account', label: texts.toAccount }
}

/** The status that a refusal has on pages (RFC 9110 §15.5). */
export const statusOf = (refusal: Refusal): number => statuses.code[refusal.code] ?? statuses.family[refusal.family]

const statuses: { family: Record<Family, number>; code: Partial<Record<RefusalCode, number>> } = {
  family: {
    input: 400,
    apps: 403,
    users: 400,
    passwords: 400,
    verification: 400,
    registration: 400,
    guests: 409,
    forms: 400,
    invitations: 410,
    files: 400,
    pages: 403,
    sessions: 401,
    limits: 429,
    server: 503,
  },
  code: {
    'apps.unknown': 404,
    'apps.conflict': 409,
    'apps.not-in-review': 409,
    'apps.approved': 409,
    'input.too-large': 413,
    'verification.paused': 429,
    'verification.too-soon': 429,
    'forms.unknown': 404,
    'forms.answer-unknown': 404,
    'forms.provider-unknown': 404,
    'forms.login-taken': 409,
    'invitations.unknown': 404,
    'pages.not-found': 404,
    'files.unknown': 404,
    'files.too-large': 413,
    'files.quota': 409,
    'server.no-room': 507,
  },
}

/** A refusal beside the form that it is about. */
export const problemOf = (language: Language, refusal: Refusal, field?: string): Problem => ({
  text: sayRefusal(language, refusal),
  field,
})
