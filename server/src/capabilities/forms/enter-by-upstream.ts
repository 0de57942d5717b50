import { hash } from 'node:crypto'
import {
  type Contact,
  findEmail,
  type Language,
  type Ports,
  refuse,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { addLogin, findLoginHolder, findUser, holdLogin, insertUser } from '../users/index.ts'
import { insertEnrolment } from './enrolment.ts'
import { insertAnswer } from './keep-answer.ts'
import type { Provider } from './provider.ts'
import { readForm } from './save-form.ts'

/** Whom an upstream OpenID provider names, as it was asked for itself. */
export interface UpstreamPerson {
  readonly subject: string
  /** Only one that the provider calls verified. */
  readonly email: string | undefined
}

/**
 * Finds the person of an upstream subject, or makes the account: active under a login that is drawn from the subject, its
 * answer empty. The provider's word proves no contact here, and links to nobody (rule 6).
 *
 * @throws `forms.provider-unknown` for one that has no upstream or no form; `users.suspended`
 */
export async function enterByUpstream(
  at: Ports,
  app: App,
  provider: Provider,
  { subject, email }: UpstreamPerson,
  { locale, language }: { locale: string; language: Language },
): Promise<UserId> {
  if (provider.kind !== 'oauth' || !provider.formId) return refuse('forms.provider-unknown', { provider: provider.id })
  const form = await readForm(at, provider.formId)
  const name = { providerId: provider.id, login: loginOf(subject) }
  const address = findEmail(email ?? '')
  const contacts: Contact[] = address ? [{ kind: 'email', value: address }] : []
  const facts = { provider: provider.id }
  return transact(at, async (tx) => {
    await holdLogin(tx, name)
    const holder = await findLoginHolder(tx, name)
    if (holder !== undefined) {
      return (await findUser(at, tx, holder))?.state === 'suspended' ? refuse('users.suspended') : holder
    }
    const userId = await insertUser(at, tx, { state: 'active', language, appId: app.id, profile: {}, contacts })
    await addLogin(at, tx, userId, name, true)
    const answer = await insertAnswer(at, tx, { form, values: [], appId: app.id, userId })
    const notification = { email: address ?? '', phonePush: [] }
    await insertEnrolment(at, tx, { userId, answerId: answer.id, locale, notification, state: {} })
    await recordEvent(at, tx, { kind: 'user.registered', userId, appId: app.id, facts })
    await recordEvent(at, tx, { kind: 'user.activated', userId, appId: app.id, facts })
    return userId
  })
}

/** Logins are compared without case, subjects with it: one that could be taken for another is hashed. */
const loginOf = (subject: string): string =>
  /^[a-z0-9._-]{1,200}$/.test(subject) ? subject : `sha256:${hash('sha256', subject, 'hex')}`
