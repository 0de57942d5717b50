import { html } from 'ghtml'
import { addContactByCode } from '../../../capabilities/account/index.ts'
import { houseApp } from '../../../capabilities/apps/index.ts'
import {
  type ContactFacts,
  changeJourney,
  endJourney,
  type JourneyKey,
  readJourney,
} from '../../../capabilities/journeys/index.ts'
import { sendCode } from '../../../capabilities/verification/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type Contact, findEmail, Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, isolate, type Problem } from '../../../views/index.ts'
import { fresh, type OwnVisit } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { attempt, showPart, textsOf } from './section.ts'

const path = '/account/contacts/add'

/** Asks for an address, then for the code that was sent there; which of the two is known from the journey. */
export const addContactPage: PageRoute = {
  path,
  show: fresh(async (visit) => {
    const asked = await findAsked(visit)
    return asked ? showCode(visit, asked) : showAddress(visit, '')
  }),
  act: fresh(async (visit) => {
    const asked = await findAsked(visit)
    const wish = visit.form.get('do')
    if (wish === 'other') return startAgain(visit)
    if (wish === 'send' || !asked) return ask(visit, asked)
    return prove(visit, asked)
  }),
}

/** Of this browser and this person: whoever signs in here next walks a way of their own (attack 39). */
const keyOf = ({ visitor, user }: OwnVisit): JourneyKey => ({ visitor, door: `${path} ${user.id}` })

const findAsked = async (visit: OwnVisit): Promise<Contact | undefined> =>
  (await readJourney<ContactFacts>(visit.at, keyOf(visit)))?.asked

async function startAgain(visit: OwnVisit): Promise<Answer> {
  await endJourney(visit.at, visit.at.db, keyOf(visit))
  return seeOther(path)
}

/** Sends a code to whatever address it is, somebody's or nobody's: the answer is the same (attack 24). */
function ask(visit: OwnVisit, asked: Contact | undefined): Promise<Answer> {
  const { at, asked: request, form, language, user } = visit
  const typed = form.get('email') ?? ''
  const by = { address: request.address, userId: user.id }
  return attempt(
    visit,
    asked ? 'code' : 'email',
    async () => {
      const value = findEmail(typed)
      const contact = asked ?? (value ? { kind: 'email' as const, value } : refuseAddress(visit))
      await sendCode(at, await houseApp(at), { purpose: 'add-contact', contact, language, by })
      await changeJourney<ContactFacts>(at, keyOf(visit), (facts) => ({ ...facts, asked: contact }))
      return seeOther(path)
    },
    (problems, status) =>
      asked ? showCode(visit, asked, problems, status) : showAddress(visit, typed, problems, status),
  )
}

const refuseAddress = (visit: OwnVisit): never =>
  refuse('input.invalid', { field: textsOf(visit).newEmail, rule: 'email' })

function prove(visit: OwnVisit, contact: Contact): Promise<Answer> {
  const { at, user, form, language } = visit
  return attempt(
    visit,
    'code',
    async () => {
      try {
        await addContactByCode(at, { userId: user.id, contact, language }, form.get('code') ?? '')
      } catch (error) {
        if (error instanceof Refusal && error.code === 'users.contact-taken') await endJourney(at, at.db, keyOf(visit))
        throw error
      }
      await endJourney(at, at.db, keyOf(visit))
      return seeOther('/account/contacts?done=added')
    },
    async (problems, status) => {
      if (await findAsked(visit)) return showCode(visit, contact, problems, status)
      const about = problems.map(({ text }) => ({ text, field: 'email' }))
      return showAddress(visit, contact.value, about, status)
    },
  )
}

function showAddress(visit: OwnVisit, value: string, problems: readonly Problem[] = [], status = 200): Answer {
  const texts = textsOf(visit)
  const field = drawField({
    name: 'email',
    label: texts.newEmail,
    help: texts.newEmailHelp,
    type: 'email',
    value,
    problem: problems[0]?.text,
    autocomplete: 'email',
    inputMode: 'email',
    enterKeyHint: 'send',
    direction: 'ltr',
  })
  const form = drawForm({ token: visit.token, fields: field, buttons: [{ label: texts.sendCode, action: 'send' }] })
  const body = html`!${form}<p><a href="/account/contacts">${texts.back}</a></p>`
  return showPart(visit, { section: 'contacts', title: texts.addEmail, body, problems }, status)
}

function showCode(visit: OwnVisit, { value }: Contact, problems: readonly Problem[] = [], status = 200): Answer {
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
    fields: html`<div class="code-field">!${field}</div>`,
    buttons: [{ label: texts.confirm, action: 'prove' }],
  })
  const others = drawForm({
    token,
    buttons: [
      { label: texts.sendAgain, action: 'send', quiet: true },
      { label: texts.otherAddress, action: 'other', quiet: true },
    ],
  })
  const body = html`<p>${texts.codeHelp(isolate(value))}</p>!${form}!${others}`
  return showPart(visit, { section: 'contacts', title: texts.codeTitle, body, problems }, status)
}
