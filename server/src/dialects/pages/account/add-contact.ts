import { html } from 'ghtml'
import { addContactByCode, changeMobileByCode } from '../../../capabilities/account/index.ts'
import { houseApp } from '../../../capabilities/apps/index.ts'
import {
  type ContactFacts,
  changeJourney,
  endJourney,
  type JourneyKey,
  readJourney,
} from '../../../capabilities/journeys/index.ts'
import { houseSettings } from '../../../capabilities/settings/index.ts'
import { sendCode } from '../../../capabilities/verification/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type Contact, findEmail, findMobile, type Ports, Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, isolate, type Problem } from '../../../views/index.ts'
import { fresh, type OwnVisit } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { attempt, showPart, textsOf } from './section.ts'

type Kind = Contact['kind']

/** What the two kinds of contact differ in. */
const ways = {
  email: {
    path: '/account/contacts/add',
    purpose: 'add-contact',
    read: async (_at: Ports, typed: string): Promise<Contact | undefined> => {
      const value = findEmail(typed)
      return value && { kind: 'email', value }
    },
    take: addContactByCode,
    done: 'added',
  },
  mobile: {
    path: '/account/contacts/mobile',
    purpose: 'mobile',
    read: async (at: Ports, typed: string): Promise<Contact | undefined> => {
      const value = findMobile(typed, (await houseSettings.read(at)).region)
      return value && { kind: 'mobile', value }
    },
    take: changeMobileByCode,
    done: 'mobile-changed',
  },
} as const

/** Asks for an address, then for the code that was sent there; which of the two is known from the journey. */
const contactPage = (kind: Kind): PageRoute => ({
  path: ways[kind].path,
  show: fresh(async (visit) => {
    const asked = await findAsked(visit, kind)
    return asked ? showCode(visit, asked) : showAddress(visit, kind, '')
  }),
  act: fresh(async (visit) => {
    const asked = await findAsked(visit, kind)
    const wish = visit.form.get('do')
    if (wish === 'other') return startAgain(visit, kind)
    if (wish === 'send' || !asked) return ask(visit, kind, asked)
    return prove(visit, asked)
  }),
})

/** An e-mail is added to those there are; of mobiles there is one, which changes. */
export const addContactPages: readonly PageRoute[] = [contactPage('email'), contactPage('mobile')]

/** Of this browser and this person: whoever signs in here next walks a way of their own (attack 39). */
const keyOf = ({ visitor, user }: OwnVisit, kind: Kind): JourneyKey => ({
  visitor,
  door: `${ways[kind].path} ${user.id}`,
})

const findAsked = async (visit: OwnVisit, kind: Kind): Promise<Contact | undefined> =>
  (await readJourney<ContactFacts>(visit.at, keyOf(visit, kind)))?.asked

async function startAgain(visit: OwnVisit, kind: Kind): Promise<Answer> {
  await endJourney(visit.at, visit.at.db, keyOf(visit, kind))
  return seeOther(ways[kind].path)
}

/** Sends a code to whatever address it is, somebody's or nobody's: the answer is the same (attack 24). */
function ask(visit: OwnVisit, kind: Kind, asked: Contact | undefined): Promise<Answer> {
  const { at, asked: request, form, language, user } = visit
  const typed = form.get(kind) ?? ''
  const by = { address: request.address, userId: user.id }
  const { path, purpose, read } = ways[kind]
  return attempt(
    visit,
    asked ? 'code' : kind,
    async () => {
      const contact = asked ?? (await read(at, typed)) ?? refuseAddress(visit, kind)
      await sendCode(at, await houseApp(at), { purpose, contact, language, by })
      await changeJourney<ContactFacts>(at, keyOf(visit, kind), (facts) => ({ ...facts, asked: contact }))
      return seeOther(path)
    },
    (problems, status) =>
      asked ? showCode(visit, asked, problems, status) : showAddress(visit, kind, typed, problems, status),
  )
}

const labelOf = (visit: OwnVisit, kind: Kind): string =>
  kind === 'email' ? textsOf(visit).newEmail : textsOf(visit).newMobile

const refuseAddress = (visit: OwnVisit, kind: Kind): never =>
  refuse('input.invalid', { field: labelOf(visit, kind), rule: kind })

function prove(visit: OwnVisit, contact: Contact): Promise<Answer> {
  const { at, user, form, language } = visit
  const key = keyOf(visit, contact.kind)
  const { take, done } = ways[contact.kind]
  return attempt(
    visit,
    'code',
    async () => {
      try {
        await take(at, { userId: user.id, contact, language }, form.get('code') ?? '')
      } catch (error) {
        if (error instanceof Refusal && error.code === 'users.contact-taken') await endJourney(at, at.db, key)
        throw error
      }
      await endJourney(at, at.db, key)
      return seeOther(`/account/contacts?done=${done}`)
    },
    async (problems, status) => {
      if (await findAsked(visit, contact.kind)) return showCode(visit, contact, problems, status)
      const about = problems.map(({ text }) => ({ text, field: contact.kind }))
      return showAddress(visit, contact.kind, contact.value, about, status)
    },
  )
}

const fieldOf = {
  email: { type: 'email', autocomplete: 'email', inputMode: 'email' },
  mobile: { type: 'tel', autocomplete: 'tel', inputMode: 'tel' },
} as const

function showAddress(
  visit: OwnVisit,
  kind: Kind,
  value: string,
  problems: readonly Problem[] = [],
  status = 200,
): Answer {
  const texts = textsOf(visit)
  const field = drawField({
    ...fieldOf[kind],
    name: kind,
    label: labelOf(visit, kind),
    help: helpOf(visit, kind),
    value,
    problem: problems[0]?.text,
    enterKeyHint: 'send',
    direction: 'ltr',
  })
  const form = drawForm({ token: visit.token, fields: field, buttons: [{ label: texts.sendCode, action: 'send' }] })
  const body = html`!${form}<p><a href="/account/contacts">${texts.back}</a></p>`
  return showPart(visit, { section: 'contacts', title: titleOf(visit, kind), body, problems }, status)
}

const titleOf = (visit: OwnVisit, kind: Kind): string =>
  kind === 'email' ? textsOf(visit).addEmail : sayMobileChange(visit)

const hasMobile = ({ user }: OwnVisit): boolean => user.contacts.some((one) => one.kind === 'mobile')

function helpOf(visit: OwnVisit, kind: Kind): string {
  const texts = textsOf(visit)
  if (kind === 'email') return texts.newEmailHelp
  return hasMobile(visit) ? texts.newMobileHelp : texts.firstMobileHelp
}

/** What the button says that leads to the page of the mobile. */
export const sayMobileChange = (visit: OwnVisit): string =>
  hasMobile(visit) ? textsOf(visit).changeMobile : textsOf(visit).addMobile

function showCode(visit: OwnVisit, { kind, value }: Contact, problems: readonly Problem[] = [], status = 200): Answer {
  const texts = textsOf(visit)
  const { token } = visit
  const field = drawField({
    name: 'code',
    label: texts.code,
    problem: problems[0]?.text,
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    enterKeyHint: 'done',
    direction: 'ltr',
    maxLength: 20,
  })
  const form = drawForm({
    token,
    fields: html`<div class="code-field" !${kind === 'mobile' ? 'data-otp' : ''}>!${field}</div>`,
    buttons: [{ label: texts.confirm, action: 'prove' }],
  })
  const others = drawForm({
    token,
    buttons: [
      { label: texts.sendAgain, action: 'send', quiet: true },
      { label: kind === 'email' ? texts.otherAddress : texts.otherMobile, action: 'other', quiet: true },
    ],
  })
  const help = kind === 'email' ? texts.codeHelp : texts.mobileCodeHelp
  const body = html`<p>${help(isolate(value))}</p>!${form}!${others}`
  return showPart(visit, { section: 'contacts', title: texts.codeTitle, body, problems }, status)
}
