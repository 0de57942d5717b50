import { type AnswerProblem, type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { checkPolicy, hashPassword, setPassword } from '../passwords/index.ts'
import { endOtherSessions, endTokensOf } from '../sessions/index.ts'
import { changeLogin, holdLogin, holdUser, parseLogin } from '../users/index.ts'
import type { AnswerItem } from './compile-form.ts'
import { credentialMarkers, parseCredentials } from './credentials.ts'
import { mergeAnswer } from './data-answers.ts'
import { type Member, readMember, updateEnrolment } from './enrolment.ts'
import { claimValues, findProblems, findTakenValues, refuseAnswer } from './judge-answer.ts'
import { updateAnswer } from './keep-answer.ts'
import { type Notification, parseNotification } from './notification.ts'
import { claimOwnFiles, findOwnFiles } from './own-files.ts'
import { type Provider, readProvider } from './provider.ts'
import { readForm } from './save-form.ts'
import { policyOf } from './sign-up.ts'

/** What a person changes of their own; what is absent stays. */
export interface OwnChange {
  readonly formId?: string | undefined
  readonly version?: number | undefined
  /** `[{marker, value}]` with a new login, a new password, or both. */
  readonly authData?: unknown
  /** `[{marker, type, value}]`, the fields to change. */
  readonly values?: unknown
  readonly notification?: unknown
  readonly state?: unknown
  readonly locale?: string | undefined
}

interface Judged {
  readonly given: readonly AnswerItem[] | undefined
  readonly notification: Notification | undefined
  readonly state: Record<string, unknown> | undefined
  readonly login: string | undefined
  readonly password: string | undefined
}

/**
 * Changes a signed-in person's own answer, notification, login or password, all of it or nothing. A new password ends
 * every session and token. Never the state of the account, its contacts' proof, or anything else (attack 57).
 *
 * @throws `forms.answer-refused` with every problem; `forms.unknown`; `forms.login-taken`; `passwords.*`
 */
export async function changeOwn(at: Ports, app: App, userId: UserId, change: OwnChange): Promise<Member> {
  const member = await readMember(at, userId)
  const provider = await readProvider(at, member.providerId)
  const formId = change.formId ?? member.answer.formId
  if (formId !== member.answer.formId) refuse('forms.unknown', { form: formId })
  // Who comes from upstream has neither login nor password here.
  if (provider.kind === 'oauth' && change.authData !== undefined) refuse('input.unknown', { field: 'authData' })
  const form = await readForm(at, formId, change.version)
  const judged = await judge(at, form, member, change)
  const files = judged.given ? await findOwnFiles(at, form, judged.given) : []
  const hash = judged.password === undefined ? undefined : await newHash(at, app, provider, judged.password)
  return transact(at, async (tx) => {
    const name = judged.login === undefined ? undefined : { providerId: provider.id, login: judged.login }
    if (name) await holdLogin(tx, name)
    await holdUser(at, tx, userId)
    const held = await readMember(at, userId, tx)
    if (name && !(await changeLogin(tx, userId, name))) refuse('forms.login-taken')
    if (judged.given) {
      const values = mergeAnswer(held.answer.values, judged.given)
      await updateAnswer(at, tx, held.answer.id, { form, values })
      await claimValues(at, tx, form, held.answer.id, values)
      const { appId = app.id, id: answerId } = held.answer
      await claimOwnFiles(at, tx, files, { appId, userId, answerId })
    }
    const { notification = held.enrolment.notification, state = held.enrolment.state } = judged
    await updateEnrolment(at, tx, userId, { notification, state, locale: change.locale ?? held.enrolment.locale })
    if (hash !== undefined) {
      await setPassword(at, tx, userId, hash)
      await endOtherSessions(at, tx, userId)
      await endTokensOf(at, tx, userId)
      await recordEvent(at, tx, { kind: 'password.changed', userId, appId: app.id })
    }
    const fields = Object.entries(judged).filter(([, value]) => value !== undefined)
    await recordEvent(at, tx, {
      kind: 'user.changed',
      userId,
      appId: app.id,
      facts: { fields: fields.map(([key]) => key).join(' ') },
    })
    return readMember(at, userId, tx)
  })
}

async function newHash(at: Ports, app: App, provider: Provider, password: string): Promise<string> {
  await checkPolicy(at, policyOf(app, provider), password)
  return hashPassword(at, password)
}

async function judge(
  at: Ports,
  form: Awaited<ReturnType<typeof readForm>>,
  member: Member,
  change: OwnChange,
): Promise<Judged> {
  const problems: AnswerProblem[] = []
  const { authData, values, state } = change
  const parsed = authData === undefined ? undefined : parseCredentials(form, authData)
  const loginMarker = credentialMarkers(form).login
  // A new password alone names no login.
  problems.push(...(parsed?.problems ?? []).filter(({ field, rule }) => field !== loginMarker || rule !== 'missing'))
  if (parsed?.credentials.code !== undefined) problems.push({ field: 'code', rule: 'unknown' })
  if (values !== undefined) problems.push(...(await findProblems(at, form, values, 'change')))
  const written =
    change.notification === undefined
      ? undefined
      : parseNotification({ ...member.enrolment.notification, ...(change.notification as object) })
  problems.push(...(written?.problems ?? []))
  if (state !== undefined && !isState(state)) problems.push({ field: 'state', rule: 'type' })
  refuseAnswer(problems)
  const given = values as readonly AnswerItem[] | undefined
  if (given) refuseAnswer(await findTakenValues(at, form, given, member.answer.id))
  const login = parsed?.credentials.login
  return {
    given,
    notification: written?.notification,
    state: state as Record<string, unknown> | undefined,
    login: login ? parseLogin(login, loginMarker) : undefined,
    password: parsed?.credentials.password,
  }
}

const longestState = 20_000

const isState = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && JSON.stringify(value).length <= longestState

/** Adds a device that a person is pushed to, or takes it away; both as often as they are asked. */
export async function setDevice(at: Ports, userId: UserId, token: string, wanted: boolean): Promise<void> {
  const { enrolment } = await readMember(at, userId)
  const parsed = parseNotification({ ...enrolment.notification, phonePush: [token] })
  refuseAnswer(parsed.problems)
  await transact(at, async (tx) => {
    await holdUser(at, tx, userId)
    const { enrolment: held } = await readMember(at, userId, tx)
    const others = held.notification.phonePush.filter((one) => one !== token)
    const phonePush = wanted ? [...others, token].slice(-20) : others
    await updateEnrolment(at, tx, userId, { ...held, notification: { ...held.notification, phonePush } })
    await recordEvent(at, tx, { kind: 'user.changed', userId, facts: { fields: 'devices' } })
  })
}
