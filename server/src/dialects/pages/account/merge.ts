import { html } from 'ghtml'
import { mergeAccounts, type OtherProof, proveOther, weighMerge } from '../../../capabilities/account/index.ts'
import { houseApp } from '../../../capabilities/apps/index.ts'
import { changeJourney, endJourney, type JourneyKey, readJourney } from '../../../capabilities/journeys/index.ts'
import { houseSettings } from '../../../capabilities/settings/index.ts'
import type { User } from '../../../capabilities/users/index.ts'
import { sendCode } from '../../../capabilities/verification/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type Contact, findContact, refuse } from '../../../kernel/index.ts'
import { drawChoice, drawField, drawForm, isolate, type Problem } from '../../../views/index.ts'
import { fresh, type OwnVisit } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { attempt, showPart, textsOf } from './section.ts'

export const mergePath = '/account/merge'

/** What was found on the way: whom the code went to, and the proof of that account. */
interface Facts {
  readonly asked: Contact
  readonly proof: OtherProof
}

/**
 * Brings two accounts of one person together (rule 6, decision 0022): asks for a contact of the other, for its code and
 * password, and says what becomes of both before anything does. Which of the three comes is known from the journey.
 */
export const mergePage: PageRoute = {
  path: mergePath,
  show: fresh(async (visit) => {
    const { asked, proof } = await findFacts(visit)
    if (proof) return showPair(visit, proof)
    return asked ? showCode(visit, asked) : showContact(visit, '')
  }),
  act: fresh(async (visit) => {
    const { asked, proof } = await findFacts(visit)
    const wish = visit.form.get('do')
    if (wish === 'other') return leave(visit, mergePath)
    if (wish === 'cancel') return leave(visit, '/account/contacts')
    if (proof && wish === 'merge') return merge(visit, proof)
    if (wish === 'send' || !asked) return ask(visit, asked)
    return prove(visit, asked)
  }),
}

/** Of this browser and this person (attack 39). */
const keyOf = ({ visitor, user }: OwnVisit): JourneyKey => ({ visitor, door: `${mergePath} ${user.id}` })

const findFacts = async (visit: OwnVisit): Promise<Partial<Facts>> =>
  (await readJourney<Facts>(visit.at, keyOf(visit))) ?? {}

async function leave(visit: OwnVisit, to: string): Promise<Answer> {
  await endJourney(visit.at, visit.at.db, keyOf(visit))
  return seeOther(to)
}

/** Sends a code to whatever contact it is, somebody's or nobody's: the answer is the same (attack 24). */
function ask(visit: OwnVisit, asked: Contact | undefined): Promise<Answer> {
  const { at, asked: request, form, language, user } = visit
  const typed = form.get('contact') ?? ''
  return attempt(
    visit,
    asked ? 'code' : 'contact',
    async () => {
      const { region } = await houseSettings.read(at)
      const contact = asked ?? findContact(typed, region) ?? refuseContact(visit)
      const by = { address: request.address, userId: user.id }
      await sendCode(at, await houseApp(at), { purpose: 'merge', contact, language, by })
      await changeJourney<Facts>(at, keyOf(visit), (facts) => ({ ...facts, asked: contact }))
      return seeOther(mergePath)
    },
    (problems, status) =>
      asked ? showCode(visit, asked, problems, status) : showContact(visit, typed, problems, status),
  )
}

const refuseContact = (visit: OwnVisit): never =>
  refuse('input.invalid', { field: textsOf(visit).merge.contact, rule: 'contact' })

function prove(visit: OwnVisit, contact: Contact): Promise<Answer> {
  const { at, user, form } = visit
  return attempt(
    visit,
    'code',
    async () => {
      const shown = { code: form.get('code') ?? '', password: form.get('password') ?? '' }
      const proof = await proveOther(at, { userId: user.id, contact }, shown)
      await weighMerge(at, user.id, proof)
      await changeJourney<Facts>(at, keyOf(visit), (facts) => ({ ...facts, proof }))
      return seeOther(mergePath)
    },
    (problems, status) => showCode(visit, contact, problems, status),
  )
}

function merge(visit: OwnVisit, proof: OtherProof): Promise<Answer> {
  const { at, user, language, form } = visit
  return attempt(
    visit,
    undefined,
    async () => {
      const fields = form.get('fields') === 'younger' ? 'younger' : 'older'
      const stays = await mergeAccounts(at, { userId: user.id, proof, language }, fields)
      await endJourney(at, at.db, keyOf(visit))
      // Whoever was signed in to the account that joined signs in to the one that stays.
      return seeOther(stays === user.id ? '/account/contacts?done=merged' : '/sign-in?next=%2Faccount')
    },
    async (problems, status) => {
      await endJourney(at, at.db, keyOf(visit))
      return showContact(visit, proof.contact.value, problems, status)
    },
  )
}

function showContact(visit: OwnVisit, value: string, problems: readonly Problem[] = [], status = 200): Answer {
  const { merge: texts, sendCode: label, back } = textsOf(visit)
  const field = drawField({
    name: 'contact',
    label: texts.contact,
    value,
    problem: problems[0]?.text,
    autocomplete: 'off',
    enterKeyHint: 'send',
    direction: 'ltr',
    maxLength: 254,
  })
  const form = drawForm({ token: visit.token, fields: field, buttons: [{ label, action: 'send' }] })
  const body = html`<p>${texts.help}</p>!${form}<p><a href="/account/contacts">${back}</a></p>`
  return showPart(visit, { section: 'contacts', title: texts.title, body, problems }, status)
}

function showCode(visit: OwnVisit, { value }: Contact, problems: readonly Problem[] = [], status = 200): Answer {
  const all = textsOf(visit)
  const { token } = visit
  const code = drawField({
    name: 'code',
    label: all.code,
    problem: problems[0]?.text,
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    direction: 'ltr',
    maxLength: 20,
  })
  const password = drawField({
    name: 'password',
    label: all.merge.password,
    help: all.merge.passwordHelp,
    type: 'password',
    autocomplete: 'off',
    enterKeyHint: 'done',
    direction: 'ltr',
    required: false,
  })
  const form = drawForm({
    token,
    fields: html`<div class="code-field">!${code}</div>!${password}`,
    buttons: [{ label: all.merge.check, action: 'prove' }],
  })
  const others = drawForm({
    token,
    buttons: [
      { label: all.sendAgain, action: 'send', quiet: true },
      { label: all.merge.other, action: 'other', quiet: true },
    ],
  })
  const body = html`<p>${all.merge.sent(isolate(value))}</p>!${form}!${others}`
  return showPart(visit, { section: 'contacts', title: all.codeTitle, body, problems }, status)
}

async function showPair(visit: OwnVisit, proof: OtherProof): Promise<Answer> {
  const { merge: texts } = textsOf(visit)
  const { stays, goes } = await weighMerge(visit.at, visit.user.id, proof)
  const draw = (label: string, user: User) => html`<li><strong>${label}</strong> !${listContacts(user)}</li>`
  const choice = drawChoice({
    name: 'fields',
    legend: texts.fields,
    value: 'older',
    options: [
      { value: 'older', label: texts.older },
      { value: 'younger', label: texts.younger },
    ],
  })
  const form = drawForm({
    token: visit.token,
    fields: choice,
    buttons: [
      { label: texts.merge, action: 'merge', danger: true },
      { label: texts.cancel, action: 'cancel', quiet: true },
    ],
  })
  const body = html`<ul class="rows">!${draw(texts.stays, stays)}!${draw(texts.goes, goes)}</ul>
<ul>!${texts.list.map((line) => html`<li>${line}</li>`).join('')}</ul>!${form}`
  return showPart(visit, { section: 'contacts', title: texts.confirm, body })
}

const listContacts = ({ contacts }: User): string =>
  contacts
    .filter(({ provenAt }) => provenAt !== undefined)
    .map(({ value }) => html`<bdi dir="ltr">${value}</bdi>`)
    .join(', ')
