import { html } from 'ghtml'
import type { Answer } from '../../../http/index.ts'
import { Refusal } from '../../../kernel/index.ts'
import { drawNotice, drawProblems, type Problem } from '../../../views/index.ts'
import type { OwnVisit } from '../guard.ts'
import { type Drawing, problemOf, show, statusOf } from '../show.ts'
import type { Visit } from '../visit.ts'
import { type AccountTexts, accountTexts, type Section } from './texts/index.ts'

export const textsOf = ({ language }: Pick<Visit, 'language'>): AccountTexts => accountTexts[language]

/** Where each section of the account lives, in the order of the row of links. */
const paths: Readonly<Record<Section, string>> = {
  overview: '/account',
  profile: '/account/profile',
  contacts: '/account/contacts',
  password: '/account/password',
  sessions: '/account/sessions',
  apps: '/account/apps',
  data: '/account/data',
}

export const sections = Object.entries(paths) as [Section, string][]

/** One page of the account: its heading, and HTML whose values are escaped. */
export interface Part {
  readonly section: Section
  readonly title: string
  readonly body: string
  readonly problems?: readonly Problem[]
  /** What has just been done, said by the page that the redirect led to. */
  readonly done?: string | undefined
  readonly images?: Drawing['images']
}

/** Draws a page of the account with its neighbours above it. */
export function showPart(
  visit: OwnVisit,
  { section, title, body, problems = [], done, images = [] }: Part,
  status = 200,
): Answer {
  const texts = textsOf(visit)
  const links = sections.map(([name, href]) => ({ href, label: texts.sections[name], current: name === section }))
  const said = done === undefined ? '' : drawNotice(done)
  return show(
    visit,
    {
      title,
      home: '/account',
      nav: section === 'overview' ? undefined : { label: texts.sectionsLabel, links },
      body: html`!${drawProblems(visit.language, problems)}!${said}!${body}`,
      links: [{ href: '/sign-out', label: texts.signOut }],
      images,
    },
    status,
  )
}

/**
 * Does what a form asks for; a refusal is drawn beside the form again, with the status that it has.
 *
 * @param field the field that refusals are about
 */
export async function attempt(
  visit: Visit,
  field: string | undefined,
  work: () => Promise<Answer>,
  again: (problems: readonly Problem[], status: number) => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return again([problemOf(visit.language, error, field)], statusOf(error))
  }
}

/** The message for `done=name` of the address, where there is such. */
export const doneOf = ({ form }: Visit, messages: Readonly<Record<string, string>>): string | undefined => {
  const name = form.get('done')
  return name !== undefined && Object.hasOwn(messages, name) ? messages[name] : undefined
}
