import {
  credentialMarkers,
  policyOf,
  type SignedUp,
  sayLocalised,
  signUpByForm,
  takesFiles,
} from '../../../capabilities/forms/index.ts'
import { changeJourney } from '../../../capabilities/journeys/index.ts'
import { passwordSettings } from '../../../capabilities/passwords/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type AnswerProblem, findEmail, localeOf, type Refusal, refuse, seconds } from '../../../kernel/index.ts'
import { drawField, drawForm, type Problem, sayProblem, sayRefusal } from '../../../views/index.ts'
import {
  addressOf,
  beside,
  enter,
  journeyOf,
  nameOf as nameOfApp,
  onlyFields,
  orShow,
  showLeaf,
  textsOf,
} from '../sign-in/index.ts'
import type { ProviderDoor } from './door.ts'
import { drawAttribute, labelOf, nameOf } from './draw-attribute.ts'
import { askedOf, namesOf, readAnswer, type Sent } from './read-answer.ts'
import type { RefusedFile } from './receive.ts'
import { providerTexts } from './texts.ts'

/** What is remembered while an account waits for its code. */
export interface Facts {
  login: string
  /** From when on another code may be asked for, epoch ms. */
  resendAt: number
  sends: number
}

/** Where an account of a user name is written to, when the form asks for no address. */
const addressField = 'address'

const needsAddress = ({ provider, form }: ProviderDoor): boolean =>
  provider.kind === 'userName' &&
  provider.policy.isCheckCode &&
  !form.attributes.some((one) => one.isNotificationEmail || one.isNotificationPhoneSMS)

/** The provider's form, every field by its type. */
export async function showSignUp(
  door: ProviderDoor,
  problems: readonly Problem[] = [],
  refusal?: Refusal,
): Promise<Answer> {
  const { visit, form } = door
  const { language, at } = visit
  const typed = (name: string) => visit.form.get(name)
  const fields: string[] = [drawLogin(door, problems), await drawPassword(door, problems)]
  if (needsAddress(door)) fields.push(drawAddress(door, problems))
  // Files come last: what stands before them has arrived when one is refused.
  const asked = askedOf(form)
  const inOrder = [...asked.filter((one) => !takesFiles(one)), ...asked.filter(takesFiles)]
  for (const one of inOrder) fields.push(await drawAttribute(one, { at, language, typed, problems }))
  const drawn = drawForm({
    token: visit.token,
    fields: fields.join('\n'),
    hidden: { version: String(form.version) },
    files: asked.some(takesFiles),
    buttons: [{ label: textsOf(door).createIt, action: 'create' }],
  })
  const title = sayLocalised(form.title, language, '') || providerTexts[language].title(nameOfApp(door))
  return showLeaf(door, { title, body: drawn, problems, refusal })
}

function drawLogin(door: ProviderDoor, problems: readonly Problem[]): string {
  const { visit, provider, form } = door
  const attribute = form.attributes.find((one) => one.isLogin)
  const kinds = {
    email: { type: 'email', inputMode: 'email', autocomplete: 'username' },
    phone: { type: 'tel', inputMode: 'tel', autocomplete: 'username' },
    userName: { autocomplete: 'username' },
    oauth: { autocomplete: 'username' },
  } as const
  return drawField({
    name: 'login',
    label: attribute ? labelOf(attribute, visit.language) : textsOf(door).email,
    value: visit.form.get('login'),
    direction: 'ltr',
    enterKeyHint: 'next',
    maxLength: 254,
    problem: beside(problems, 'login'),
    ...kinds[provider.kind],
  })
}

async function drawPassword(door: ProviderDoor, problems: readonly Problem[]): Promise<string> {
  const { visit, app, provider } = door
  const texts = textsOf(door)
  const house = await passwordSettings.read(visit.at)
  const least = policyOf(app, provider).passwordMinimumLength ?? house.minimumLength
  return drawField({
    name: 'password',
    label: texts.newPassword,
    help: texts.passwordHelp(new Intl.NumberFormat(localeOf(visit.language)).format(least)),
    type: 'password',
    autocomplete: 'new-password',
    direction: 'ltr',
    problem: beside(problems, 'password'),
  })
}

const drawAddress = (door: ProviderDoor, problems: readonly Problem[]): string =>
  drawField({
    name: addressField,
    label: textsOf(door).email,
    type: 'email',
    inputMode: 'email',
    autocomplete: 'email',
    direction: 'ltr',
    value: door.visit.form.get(addressField),
    problem: beside(problems, addressField),
  })

/** Signs up; what is wrong is shown beside its field, all at once, with what was typed. */
export function actSignUp(door: ProviderDoor, files: Sent, refused?: RefusedFile): Promise<Answer> {
  const again = (refusal: Refusal) => showSignUp(door, problemsIn(door, refusal, files), refusal)
  if (refused) {
    const problem = { text: sayRefusal(door.visit.language, refused.refusal), field: nameOf(refused.marker) }
    return showSignUp(door, [problem], refused.refusal)
  }
  return orShow(async () => {
    const { form } = door.visit
    onlyFields(form, ['login', 'password', 'version', addressField, ...namesOf(door.form)])
    if (form.get('do') !== 'create') refuse('input.unknown-verb')
    const made = await signUp(door, files)
    if (made.state === 'active') return enter(door, made.userId, ['pwd'])
    const { at } = door.visit
    const resendAt = at.clock.now() + seconds(door.provider.policy.codePauseSeconds)
    await changeJourney<Facts>(at, journeyOf(door), () => ({ login: made.login, resendAt, sends: 1 }))
    return seeOther(addressOf(door, '/code'))
  }, again)
}

function signUp({ visit, app, provider, form }: ProviderDoor, files: Sent): Promise<SignedUp> {
  const { at, language, asked } = visit
  const typed = (name: string) => visit.form.get(name)
  const markers = credentialMarkers(form)
  const login = typed('login')?.trim() ?? ''
  const email = typed(addressField)?.trim() || (findEmail(login) ? login : undefined)
  return signUpByForm(at, app, provider, {
    version: form.version,
    authData: [
      { marker: markers.login, value: login },
      { marker: markers.password, value: typed('password') ?? '' },
    ],
    values: readAnswer(form, typed, files, language),
    notification: {
      ...(email && { email }),
      ...(provider.kind === 'phone' && login && { phoneSMS: login }),
    },
    locale: localeOf(language).slice(0, 5).replace('-', '_'),
    language,
    address: asked.address,
  })
}

/** A refusal beside the fields it is about, each by the name that stands above it. */
function problemsIn(door: ProviderDoor, refusal: Refusal, files: Sent): Problem[] {
  const { language } = door.visit
  const again = files.size > 0 ? [{ text: providerTexts[language].fileAgain }] : []
  if (refusal.code !== 'forms.answer-refused') {
    const field =
      refusal.family === 'passwords' ? 'password' : refusal.code === 'forms.login-taken' ? 'login' : undefined
    return [{ text: sayRefusal(language, refusal), field }, ...again]
  }
  const { problems } = refusal.facts as { problems: readonly AnswerProblem[] }
  const said = problems.map((one) => {
    const { field, label } = placeOf(door, one.field)
    return { text: sayProblem(language, one, label), field }
  })
  // A login that is an address is where the page writes to: what is wrong with one is wrong with the other.
  const first = new Map(said.toReversed().map((one) => [one.field, one]))
  return [...said.filter((one) => first.get(one.field) === one), ...again]
}

function placeOf(door: ProviderDoor, marker: string): { field: string; label: string } {
  const { form, visit } = door
  const markers = credentialMarkers(form)
  const texts = textsOf(door)
  const attribute = form.attributes.find((one) => one.marker === marker)
  const label = attribute ? labelOf(attribute, visit.language) : marker
  if (marker === markers.password) return { field: 'password', label: texts.password }
  if (marker === markers.login) return { field: 'login', label: attribute ? label : texts.email }
  if (marker === 'notificationData.email')
    return { field: needsAddress(door) ? addressField : 'login', label: texts.email }
  if (marker.startsWith('notificationData.')) return { field: 'login', label: texts.email }
  return { field: nameOf(marker), label }
}
