import { Type } from 'typebox'
import {
  activateLogin,
  changePasswordByCode,
  checkOwnCode,
  generateCode,
  readProvider,
  type SignedUp,
  signUpByForm,
} from '../../capabilities/forms/index.ts'
import { findLanguage, foldDigits, type Language, refuse } from '../../kernel/index.ts'
import { languageFor } from './problem.ts'
import { type Call, localeOf, type Row, readBody } from './row.ts'
import { unwrapAnswers } from './unwrap-answers.ts'

const closed = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 254 })
const Code = Type.String({ minLength: 1, maxLength: 64 })

/** `isActive`, `id` and the like are nobody's to send (attack 57). */
const SignUp = Type.Object(
  {
    formIdentifier: Type.Optional(Name),
    langCode: Type.Optional(Type.String({ maxLength: 40 })),
    authData: Type.Optional(Type.Unknown()),
    formData: Type.Optional(Type.Unknown()),
    notificationData: Type.Optional(Type.Unknown()),
  },
  closed,
)
const Generate = Type.Object({ userIdentifier: Name, eventIdentifier: Type.Optional(Name) }, closed)
const Check = Type.Object({ userIdentifier: Name, eventIdentifier: Type.Optional(Name), code: Code }, closed)
const Activate = Type.Object({ userIdentifier: Name, code: Code }, closed)
const Change = Type.Object(
  {
    userIdentifier: Name,
    eventIdentifier: Type.Optional(Name),
    code: Code,
    /** 1 changes, 2 recovers; the code opens both. */
    type: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal('1'), Type.Literal('2')])),
    password1: Type.String({ minLength: 1, maxLength: 1000 }),
    password2: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  closed,
)

const base = '/users-auth-providers/marker/:marker/users'
const providerOf = ({ world, parameters }: Call) => readProvider(world.at, parameters.marker ?? '')

/** The person's language: that of the answer, else of the app. */
const languageIn = ({ asked, app }: Call, locale?: string): Language =>
  findLanguage(locale) ?? languageFor(asked, app.locale)

/** Sign-up and the codes that follow it. */
export const signUpRows: readonly Row[] = [
  { method: 'POST', path: `${base}/sign-up`, run: signUp },
  { method: 'POST', path: `${base}/generate-code`, run: generate },
  { method: 'POST', path: `${base}/check-code`, run: check },
  { method: 'POST', path: `${base}/activate`, run: activate },
  { method: 'POST', path: `${base}/change-password`, run: changePassword },
]

async function signUp(call: Call): Promise<unknown> {
  const { world, app, asked } = call
  const body = readBody(SignUp, call)
  const locale = localeOf(call, body.langCode)
  const provider = await providerOf(call)
  const signedUp = await signUpByForm(world.at, app, provider, {
    formId: body.formIdentifier,
    authData: body.authData,
    values: unwrapAnswers(body.formData, locale) ?? [],
    notification: body.notificationData,
    locale,
    language: languageIn(call, locale),
    address: asked.address,
  })
  return spellSignedUp(signedUp, provider.number)
}

/** The entity that the client checks. The code is never in it: whoever registered a stranger's address could activate it. */
function spellSignedUp({ userId, state, login, values, notification, locale, createdAt }: SignedUp, provider: number) {
  const instant = new Date(createdAt).toISOString()
  return {
    id: userId,
    createdDate: instant,
    updatedDate: instant,
    version: 0,
    identifier: login,
    isActive: state === 'active',
    authProviderId: provider,
    locale,
    formData: { [locale]: values },
    notificationData: notification,
    systemCode: { value: '', expiredDate: instant },
    state: {},
    isDeleted: false,
    deletedAt: null,
    importId: null,
  }
}

async function generate(call: Call): Promise<true> {
  const { userIdentifier, eventIdentifier = 'user_registration' } = readBody(Generate, call)
  const { world, app, asked } = call
  const wish = { login: userIdentifier, event: eventIdentifier, language: languageIn(call), address: asked.address }
  await generateCode(world.at, app, await providerOf(call), wish)
  return true
}

async function check(call: Call): Promise<boolean> {
  const { userIdentifier, code } = readBody(Check, call)
  return checkOwnCode(call.world.at, call.app, await providerOf(call), userIdentifier, readCode(code))
}

async function activate(call: Call): Promise<true> {
  const { userIdentifier, code } = readBody(Activate, call)
  await activateLogin(call.world.at, call.app, await providerOf(call), userIdentifier, readCode(code))
  return true
}

async function changePassword(call: Call): Promise<true> {
  const { userIdentifier, code, type, password1, password2 } = readBody(Change, call)
  // The platform says 404 to a change of no type (contracts/oneentry.md).
  if (type === undefined) refuse('pages.not-found')
  if (password2 !== undefined && password2 !== password1) refuse('input.invalid', { field: 'password2', rule: 'text' })
  const wish = { login: userIdentifier, code: readCode(code), password: password1 }
  await changePasswordByCode(call.world.at, call.app, await providerOf(call), wish)
  return true
}

/** As people copy it: with spaces around, in their own digits. */
const readCode = (text: string): string => foldDigits(text.trim())
