import { html } from 'ghtml'
import { recognize } from '../../../capabilities/registration/index.ts'
import { houseSettings } from '../../../capabilities/settings/index.ts'
import { emailOf, type User } from '../../../capabilities/users/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type Contact, type Email, findContact, type Refusal, refuse } from '../../../kernel/index.ts'
import { drawField, drawForm, type Field } from '../../../views/index.ts'
import { safeNext } from '../guard.ts'
import { allow, showConsent } from './consent.ts'
import { addressOf, type Door, enter, findSignedIn, otherAddress } from './door.ts'
import { beside, nameOf, onlyFields, orShow, problemsOf, showLeaf, textsOf } from './frame.ts'
import { beginByCode, beginProven } from './journey.ts'

/** A way to sign in from the first page: what its button does. Another way is another row. */
const methods: Readonly<Record<string, (door: Door) => Promise<Answer>>> = {
  'sign-in': byPassword,
  code: async (door) => beginByCode(door, await readContact(door), { errand: 'sign-in' }),
}

/** The first page behind the door: consent where an app waits for that, else the question who it is. */
export async function showFirst(door: Door): Promise<Answer> {
  const { visit, interaction, again, query } = door
  if (interaction?.wants === 'consent') return showConsent(door)
  const { next, other } = Object.fromEntries(new URLSearchParams(query))
  if (!interaction && !again && !other && (await findSignedIn(visit))?.state === 'active')
    return seeOther(safeNext(visit, next))
  return showStart(door, { email: (!other && interaction?.loginHint) || '' })
}

export async function actFirst(door: Door): Promise<Answer> {
  const { visit, interaction } = door
  const action = visit.form.get('do') ?? ''
  if (action === 'cancel' && interaction) return seeOther(await visit.interactions.cancel(visit.asked.wire))
  if (action === 'allow') return interaction?.wants === 'consent' ? allow(door) : showFirst(door)
  const method = Object.hasOwn(methods, action) ? methods[action] : undefined
  if (!method) return refuse('input.unknown-verb')
  return orShow(
    async () => {
      onlyFields(visit.form, ['email', 'password'])
      return method(door)
    },
    (refusal) => showStart(door, { email: visit.form.get('email') ?? '', refusal }),
  )
}

/** Asks for e-mail or number and password; what was typed stays, the password aside. */
function showStart(door: Door, { email, refusal }: { email: string; refusal?: Refusal }): Answer {
  const { visit, again } = door
  const texts = textsOf(door)
  const problems = problemsOf(door, refusal, fieldOf, fieldOf(refusal) === 'email' ? texts.contact : texts.password)
  const password: Field = {
    name: 'password',
    label: texts.password,
    type: 'password',
    autocomplete: 'current-password',
    enterKeyHint: 'go',
    direction: 'ltr',
    problem: beside(problems, 'password'),
  }
  const form = drawForm({
    token: visit.token,
    fields: [emailField(door, email, beside(problems, 'email')), password].map(drawField).join('\n'),
    buttons: [
      { label: again ? texts.confirm : texts.signIn, action: 'sign-in' },
      { label: texts.codeInstead, action: 'code', quiet: true },
    ],
  })
  return showLeaf(door, {
    title: again ? texts.againTitle : texts.signInTo(nameOf(door)),
    body: html`!${again ? html`<p>${texts.againHelp(nameOf(door))}</p>` : ''}!${form}!${drawWays(door)}`,
    refusal,
    problems,
  })
}

const fieldOf = (refusal: Refusal | undefined): string | undefined => {
  if (refusal?.code === 'input.missing') return 'password'
  return refusal?.family === 'passwords' ? 'password' : refusal && isAboutContact(refusal) ? 'email' : undefined
}

/** Who is asked to prove it again does not say who they are: that stands already (attack 39). */
function emailField(door: Door, typed: string, problem: string | undefined): Field {
  const { again } = door
  return {
    name: 'email',
    label: textsOf(door).contact,
    value: again ? (provenContact(again)?.value ?? emailOf(again)?.value ?? again.profile.name) : typed,
    readOnly: again !== undefined,
    autocomplete: 'username',
    inputMode: 'email',
    enterKeyHint: 'next',
    direction: 'ltr',
    problem,
  }
}

/** Where else one may go from here. */
function drawWays(door: Door): string {
  const texts = textsOf(door)
  const forgot = html`<a href="${addressOf(door, '/forgot')}">${texts.forgot}</a>`
  const other = door.again
    ? html`<a href="${otherAddress(door)}">${texts.notYou}</a>`
    : html`<a href="${addressOf(door, '/sign-up')}">${texts.create}</a>`
  return html`<nav>!${forgot}!${other}</nav>`
}

/** Refusals of what was typed into the one field. Its name on the wire is `email`, whatever stands in it. */
export const isAboutContact = ({ code }: Refusal): boolean =>
  code === 'input.invalid' || code === 'verification.textless' || code === 'verification.country-closed'

/**
 * The e-mail or number that is typed; the proven one of who has to prove it again.
 *
 * @throws `input.invalid`
 */
export async function readContact({ visit, again }: Door): Promise<Contact> {
  const { region } = await houseSettings.read(visit.at)
  const own = again && provenContact(again)
  return (
    own ??
    findContact(visit.form.get('email') ?? '', region) ??
    refuse('input.invalid', { field: 'email', rule: 'contact' })
  )
}

/** What a person is known by: a proven e-mail, else a proven number. */
function provenContact(user: User): Contact | undefined {
  const proven = user.contacts.filter((one) => one.provenAt !== undefined)
  const found = proven.find((one) => one.kind === 'email') ?? proven[0]
  return found && ({ kind: found.kind, value: found.value } as Contact)
}

/**
 * Signs in by password. An account that still waits for its address is told so, to who knows its password, and is sent
 * a code; a mailed password is good for setting one of one's own.
 *
 * @throws `passwords.wrong`, `limits.exhausted`, `users.suspended`
 */
async function byPassword(door: Door): Promise<Answer> {
  const { visit, app, again } = door
  const password = visit.form.get('password') || refuse('input.missing', { field: 'password' })
  const contact = again ? provenContact(again) : await readContact(door)
  const named = again ? { kind: 'id' as const, value: again.id } : (contact ?? refuse('passwords.wrong'))
  const { user, login } = await recognize(visit.at, app, named, password)
  if (user.state === 'pending') {
    return contact
      ? beginByCode(door, contact, { errand: 'sign-in', pending: user.id })
      : refuse('registration.not-active')
  }
  const mailed = user.contacts.find((one) => one.kind === 'email' && one.provenAt !== undefined)
  if (login.mustChange && mailed) return beginProven(door, { kind: 'email', value: mailed.value as Email }, 'forgot')
  return enter(door, user.id, ['pwd'])
}
