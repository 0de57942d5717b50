import type { App } from '../../capabilities/apps/index.ts'
import { askReset, changePassword, mailNewPassword } from '../../capabilities/recovery/index.ts'
import { activate, findStanding, logIn, register, resendActivation } from '../../capabilities/registration/index.ts'
import { houseSettings } from '../../capabilities/settings/index.ts'
import { changeProfile, type Profile } from '../../capabilities/users/index.ts'
import {
  type Contact,
  type Email,
  findMobile,
  type Language,
  type Ports,
  Refusal,
  refuse,
  type UserId,
} from '../../kernel/index.ts'
import type { Field, Values } from './fields.ts'
import { pageLink } from './links.ts'
import { memberOf } from './member.ts'
import type { PortalTexts } from './texts/index.ts'

/** On whose behalf a verb runs, and the language its mails are written in: the request's, the person's own, the app's. */
export interface Context {
  app: App
  languageOf: (own: Language | undefined) => Language
}

/** What came of a verb: `ok` is 1 unless the document's own answer is "no". */
export interface Outcome {
  ok: 0 | 1
  message: keyof PortalTexts
  data: object
}

export interface Verb<F extends Field = Field> {
  readonly takes: readonly F[]
  readonly run: (at: Ports, context: Context, values: Values<F>) => Promise<Outcome>
}

/** Keeps a verb's parameters and the values it runs on together. */
const verb = <const F extends Field>(takes: readonly F[], run: Verb<F>['run']): Verb =>
  ({ takes, run }) as unknown as Verb

const done = (message: keyof PortalTexts, data: object = []): Outcome => ({ ok: 1, message, data })
const email = (value: Email): Contact => ({ kind: 'email', value })

/** The nine verbs of the document (contracts/gateaz.md, table of the wire contract). */
export const verbs: ReadonlyMap<string, Verb> = new Map([
  [
    'register',
    verb(['User_Name', 'User_Email', 'User_Mobile', 'User_Password', 'User_Gender', 'User_Birthday'], runRegister),
  ],
  ['email-exists', verb(['User_Email'], tellExistence)],
  [
    'email-active',
    verb(['User_ID', 'User_EmailActiveCode'], async (at, { app }, { User_ID, User_EmailActiveCode }) => {
      return done('activated', memberOf(await activate(at, app, User_ID, User_EmailActiveCode)))
    }),
  ],
  [
    'resend-email-active',
    verb(['User_Email'], async (at, { app, languageOf }, { User_Email }) => {
      const linkOf = activationLink(at, app)
      await silently(resendActivation(at, app, { contact: email(User_Email), languageOf, linkOf }))
      return done('activationResent')
    }),
  ],
  [
    'get-user-data',
    verb(['User_Email', 'User_Password'], async (at, { app }, { User_Email, User_Password }) => {
      const { user, login } = await logIn(at, app, email(User_Email), User_Password)
      const { mustChange } = login
      return done(mustChange ? 'mustChange' : 'welcome', memberOf(user, mustChange))
    }),
  ],
  [
    'forgot-password',
    verb(['User_Email'], async (at, { app, languageOf }, { User_Email }) => {
      const linkOf = resetLink(at, app)
      await silently(askReset(at, app, { contact: email(User_Email), languageOf, linkOf }))
      return done('resetSent')
    }),
  ],
  [
    'reset-password',
    verb(['User_ID', 'User_ResetCode'], async (at, { app, languageOf }, { User_ID, User_ResetCode }) => {
      await mailNewPassword(at, app, User_ID, User_ResetCode, languageOf)
      return done('passwordMailed')
    }),
  ],
  [
    'change-password',
    verb(['User_ID', 'User_Password', 'New_User_Password'], async (at, { app, languageOf }, values) => {
      const shown = await logIn(at, app, { kind: 'id', value: values.User_ID }, values.User_Password)
      await changePassword(at, app, shown, values.New_User_Password, languageOf)
      return done('passwordChanged', memberOf(shown.user))
    }),
  ],
  [
    'update-info',
    verb(
      ['User_ID', 'User_Password', 'User_Name', 'User_Gender', 'User_Birthday', 'User_Mobile'],
      async (at, { app }, values) => {
        const { user } = await logIn(at, app, { kind: 'id', value: values.User_ID }, values.User_Password)
        const mobile = await findMobileContact(at, values.User_Mobile)
        const changed = await changeProfile(at, app.id, user.id, { fields: profileOf(values), mobile })
        return done('updated', memberOf(changed))
      },
    ),
  ],
])

type RegisterField = 'User_Name' | 'User_Email' | 'User_Mobile' | 'User_Password' | 'User_Gender' | 'User_Birthday'

async function runRegister(at: Ports, { app, languageOf }: Context, values: Values<RegisterField>): Promise<Outcome> {
  const mobile = (await findMobileContact(at, values.User_Mobile))?.value
  const user = await register(at, app, {
    email: values.User_Email,
    mobile: mobile as Parameters<typeof register>[2]['mobile'],
    password: values.User_Password,
    profile: profileOf(values),
    language: languageOf(undefined),
    linkOf: activationLink(at, app),
  })
  return done('registered', memberOf(user))
}

/** `ok` alone and `data` alone both tell the truth (gateaz.md, Decisions). */
async function tellExistence(at: Ports, { app }: Context, { User_Email }: Values<'User_Email'>): Promise<Outcome> {
  const standing = await findStanding(at, app, email(User_Email))
  if (standing === 'none') return { ok: 0, message: 'emailUnknown', data: [] }
  const active = standing === 'active' ? 1 : 0
  return done(active ? 'emailActive' : 'emailPending', { User_Email, exists: 1, active })
}

function profileOf(values: Values<'User_Name' | 'User_Mobile' | 'User_Gender' | 'User_Birthday'>): Profile {
  const { User_Name: name, User_Mobile: mobile, User_Gender: gender, User_Birthday: birthDate } = values
  return { name, mobile, gender, birthDate }
}

async function findMobileContact(at: Ports, text: string): Promise<Contact | undefined> {
  const { region } = await houseSettings.read(at)
  const value = findMobile(text, region)
  return value && { kind: 'mobile', value }
}

function activationLink(at: Ports, app: App) {
  const { activationUrl } = app
  if (!activationUrl) refuse('apps.incomplete', { field: 'activationUrl' })
  return (userId: UserId, code: string) =>
    pageLink(at, activationUrl, { User_ID: String(userId), User_EmailActiveCode: code })
}

function resetLink(at: Ports, app: App) {
  const { resetUrl } = app
  if (!resetUrl) refuse('apps.incomplete', { field: 'resetUrl' })
  return (userId: UserId, code: string) => pageLink(at, resetUrl, { User_ID: String(userId), User_ResetCode: code })
}

/** A neutral verb says the same when the budget of messages is spent: known and unknown addresses stay alike. */
async function silently(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'limits.exhausted')) throw error
  }
}
