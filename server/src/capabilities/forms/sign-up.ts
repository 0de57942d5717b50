import {
  type AnswerProblem,
  type Contact,
  type Email,
  findEmail,
  findMobile,
  type Language,
  newUserId,
  type Ports,
  Refusal,
  refuse,
  seconds,
  type Tx,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import { type App, isHouse } from '../apps/index.ts'
import { type Event, recordEvent, recordEvents } from '../audit/index.ts'
import { spend } from '../limits/index.ts'
import { enqueue, prepareFrame } from '../messages/index.ts'
import { checkPolicy, hashPassword, setPassword } from '../passwords/index.ts'
import { houseSettings } from '../settings/index.ts'
import {
  addLogin,
  findLoginHolder,
  findUser,
  holdLogin,
  insertUser,
  type LoginName,
  parseLogin,
} from '../users/index.ts'
import { type CodeTarget, prepareAccountCode } from '../verification/index.ts'
import { accountName } from './account-name.ts'
import type { AnswerItem } from './compile-form.ts'
import { credentialMarkers, parseCredentials } from './credentials.ts'
import type { Form } from './definition.ts'
import { insertEnrolment } from './enrolment.ts'
import { claimValues, findProblems, findTakenValues, refuseAnswer } from './judge-answer.ts'
import { insertAnswer } from './keep-answer.ts'
import { type Notification, parseNotification, targetsOf } from './notification.ts'
import { claimOwnFiles, findOwnFiles } from './own-files.ts'
import { type Provider, termsOf, waysOf } from './provider.ts'
import { readForm } from './save-form.ts'
import { formSettings } from './settings.ts'

/** A sign-up as it arrives, unread: every part is judged here, and all that is wrong is told at once. */
export interface SignUpWish {
  /** The provider's own, where it is named. */
  readonly formId?: string | undefined
  /** The version of the form that the person saw; the one that stands now where none is named (attack 76). */
  readonly version?: number | undefined
  /** `[{marker, value}]`: login and password. */
  readonly authData: unknown
  /** `[{marker, type, value}]`. */
  readonly values: unknown
  /** `{email, phonePush, phoneSMS}`; what is absent is taken from the fields that the form has for it. */
  readonly notification: unknown
  /** The language tag of the answer, as `en_US`; kept and told again. */
  readonly locale: string
  /** Of the messages. */
  readonly language: Language
  /** The address of the person's own device, where it is known. */
  readonly address?: string | undefined
}

/** What somebody who signed up is told. Where the account waits for its code, it tells nothing of who was there before (rule 4). */
export interface SignedUp {
  readonly userId: UserId
  readonly state: 'pending' | 'active'
  readonly login: string
  readonly form: Form
  readonly values: readonly AnswerItem[]
  readonly notification: Notification
  readonly locale: string
  readonly createdAt: number
}

interface Judged {
  readonly form: Form
  readonly login: string
  readonly password: string
  readonly values: readonly AnswerItem[]
  readonly notification: Notification
  readonly targets: readonly CodeTarget[]
  readonly contacts: readonly Contact[]
  readonly files: Awaited<ReturnType<typeof findOwnFiles>>
}

/**
 * Makes an account of the provider with its login, password and answer. One whose provider asks for a code waits, and the
 * codes leave in the same transaction; several may wait for one login, and whoever proves theirs first has it (rule 6).
 * Without a code the account is active at once, its login is its own in the provider, and its contacts stay unproven.
 *
 * @throws `forms.unknown` for a form that is not the provider's; `forms.answer-refused` with every problem of login,
 *   answer and notification; `passwords.*` by the provider's policy; `forms.login-taken` where no code is asked for;
 *   `verification.too-soon`, `limits.exhausted`; `server.overloaded`
 */
export async function signUpByForm(at: Ports, app: App, provider: Provider, wish: SignUpWish): Promise<SignedUp> {
  const judged = await judge(at, provider, wish)
  await checkPolicy(at, policyOf(app, provider), judged.password)
  const name = { providerId: provider.id, login: judged.login }
  const waits = provider.policy.isCheckCode
  if (!waits && (await findLoginHolder(at.db, name)) !== undefined) await refuseTaken(at, app)
  const send = waits
    ? await prepareAccountCode(at, app, {
        name: accountName(app.id, name),
        accounts: [{ targets: judged.targets }],
        opens: true,
        language: wish.language,
        terms: termsOf(provider),
        pauseSeconds: provider.policy.codePauseSeconds,
        by: { address: wish.address },
      })
    : undefined
  const hash = await hashPassword(at, judged.password)
  const tell = waits ? await ownerNotice(at, app, provider, wish.language) : undefined
  const createdAt = at.clock.now()
  const userId = await transact(at, async (tx) => {
    await holdLogin(tx, name)
    if ((await findLoginHolder(tx, name)) !== undefined) {
      if (!send || !tell) return undefined
      await send(tx, [])
      await tell(tx, name)
      await recordEvent(at, tx, { kind: 'login.taken-tried', appId: app.id, facts: { provider: provider.id } })
      return newUserId(at)
    }
    const id = await insert(at, tx, app, provider, judged, wish, hash)
    if (send) await send(tx, [id])
    return id
  })
  if (userId === undefined) return refuseTaken(at, app)
  const { form, login, values, notification } = judged
  const state = waits ? 'pending' : 'active'
  return { userId, state, login, form, values, notification, locale: wish.locale, createdAt }
}

/** How long the notice to a login's owner is worth sending, seconds. */
const noticeLife = 86_400

/** Tells whoever has a login that somebody else wanted it: by the proven e-mail, where there is one. */
async function ownerNotice(at: Ports, app: App, provider: Provider, language: Language) {
  const frame = await prepareFrame(at, app, language)
  return async (tx: Tx, name: LoginName): Promise<void> => {
    const userId = await findLoginHolder(tx, name)
    const user = userId === undefined ? undefined : await findUser(at, tx, userId)
    const mail = user?.contacts.find((one) => one.kind === 'email' && one.provenAt !== undefined)
    if (!user || !mail || !waysOf(provider).includes('email')) return
    await enqueue(at, tx, {
      kind: 'login-taken',
      to: { kind: 'email', value: mail.value as Email },
      language: user.language ?? language,
      facts: frame(),
      appId: app.id,
      userId: user.id,
      expiresAt: at.clock.now() + seconds(noticeLife),
    })
  }
}

/** The provider's word goes before the app's, and the app's before the house's. */
export const policyOf = (app: App, { policy }: Provider) => ({
  ...app.policy,
  ...(policy.passwordMinimumLength !== undefined && { passwordMinimumLength: policy.passwordMinimumLength }),
  ...(policy.refuseCommonPasswords !== undefined && { refuseCommonPasswords: policy.refuseCommonPasswords }),
})

/** @throws `forms.login-taken`, within the budget of such answers (rule 4) */
async function refuseTaken(at: Ports, app: App): Promise<never> {
  await spend(at, { budget: 'forms.loginsTold', of: [app.id] }, (await formSettings.read(at)).loginsTold)
  await recordEvent(at, at.db, { kind: 'contact.existence-told', appId: app.id })
  return refuse('forms.login-taken')
}

async function judge(at: Ports, provider: Provider, wish: SignUpWish): Promise<Judged> {
  // Its logins are the upstream's subjects: nobody takes one before its person comes (rule 6).
  if (provider.kind === 'oauth') refuse('forms.provider-unknown', { provider: provider.id })
  if (provider.formId === undefined) return refuse('forms.unknown', { form: wish.formId ?? '' })
  if (wish.formId !== undefined && wish.formId !== provider.formId) refuse('forms.unknown', { form: wish.formId })
  const form = await readForm(at, provider.formId, wish.version)
  const { credentials, problems: wrong } = parseCredentials(form, wish.authData)
  const login = findOwnLogin(credentials.login, credentialMarkers(form).login, wrong)
  if (credentials.password === undefined) addMissing(wrong, credentialMarkers(form).password)
  const broken = await findProblems(at, form, wish.values, 'sign-up')
  const values = broken.length > 0 ? [] : (wish.values as AnswerItem[])
  const { notification, problems: unreachable } = parseNotification(withFields(form, values, wish.notification))
  const taken = broken.length > 0 ? [] : await findTakenValues(at, form, values)
  refuseAnswer([...wrong, ...broken, ...unreachable, ...taken])
  const { region } = await houseSettings.read(at)
  const [email, mobile] = [findEmail(notification.email), findMobile(notification.phoneSMS ?? '', region)]
  const contacts: Contact[] = [
    ...(email ? [{ kind: 'email', value: email } as const] : []),
    ...(mobile ? [{ kind: 'mobile', value: mobile } as const] : []),
  ]
  const targets = targetsOf(provider, login, notification, region)
  for (const target of targets) {
    if (target.kind !== 'device' && !contacts.some((one) => one.value === target.value)) contacts.push(target)
  }
  return {
    form,
    login,
    password: credentials.password ?? '',
    values,
    notification,
    targets,
    contacts,
    files: await findOwnFiles(at, form, values),
  }
}

function findOwnLogin(text: string, field: string, problems: AnswerProblem[]): string {
  if (text === '') return ''
  try {
    return parseLogin(text, field)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    problems.push({ field, rule: 'text' })
    return ''
  }
}

function addMissing(problems: AnswerProblem[], field: string): void {
  if (!problems.some((one) => one.field === field)) problems.push({ field, rule: 'missing' })
}

/** What was given to be notified by, filled up from the fields that the form has for it. */
function withFields(form: Form, values: readonly AnswerItem[], given: unknown): unknown {
  if (given !== undefined && (typeof given !== 'object' || given === null)) return given
  const said: Record<string, unknown> = { ...given }
  const textOf = (role: 'isNotificationEmail' | 'isNotificationPhoneSMS' | 'isNotificationPhonePush') => {
    const marker = form.attributes.find((one) => one[role] === true)?.marker
    const value = values.find((one) => one.marker === marker)?.value
    return typeof value === 'string' ? value : undefined
  }
  const [email, sms, push] = [
    textOf('isNotificationEmail'),
    textOf('isNotificationPhoneSMS'),
    textOf('isNotificationPhonePush'),
  ]
  return {
    ...(email !== undefined && { email }),
    ...(sms !== undefined && { phoneSMS: sms }),
    ...(push !== undefined && { phonePush: [push] }),
    ...said,
  }
}

async function insert(
  at: Ports,
  tx: Tx,
  app: App,
  provider: Provider,
  judged: Judged,
  wish: SignUpWish,
  hash: string,
): Promise<UserId> {
  const { form, values, notification } = judged
  const waits = provider.policy.isCheckCode
  const userId = await insertUser(at, tx, {
    state: waits ? 'pending' : 'active',
    language: wish.language,
    appId: isHouse(app) ? undefined : app.id,
    profile: {},
    contacts: [...judged.contacts],
  })
  await setPassword(at, tx, userId, hash)
  await addLogin(at, tx, userId, { providerId: provider.id, login: judged.login }, !waits)
  const appId = isHouse(app) ? undefined : app.id
  const answer = await insertAnswer(at, tx, { form, values, appId, userId })
  await claimOwnFiles(at, tx, judged.files, { appId: app.id, userId, answerId: answer.id })
  const { locale } = wish
  await insertEnrolment(at, tx, { userId, answerId: answer.id, locale, notification, state: {} })
  const event = { userId, appId: app.id, facts: { provider: provider.id } }
  if (!waits) await claimValues(at, tx, form, answer.id, values)
  const made: Event[] = [{ kind: 'user.registered', ...event }]
  if (!waits) made.push({ kind: 'user.activated', ...event })
  await recordEvents(at, tx, made)
  return userId
}
