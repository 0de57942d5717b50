import {
  type Contact,
  type Email,
  type Language,
  type Mobile,
  type Ports,
  refuse,
  transact,
} from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { checkSend, spendSend } from '../messages/index.ts'
import { checkPolicy, hashPassword, setPassword } from '../passwords/index.ts'
import { claimContact, findHolder, findUser, insertUser, type Profile, type User } from '../users/index.ts'
import { spendTelling } from './find-standing.ts'
import { enqueueActivation, type LinkOf, readActivationTerms } from './send-activation.ts'

export interface Wish {
  email: Email
  mobile: Mobile | undefined
  password: string
  profile: Profile
  language: Language
  linkOf: LinkOf
}

/**
 * Makes a pending account with its password, its activation link, the mail and the event together, or not at all. Others
 * may wait for the same address: whoever proves it first has it (rule 6).
 *
 * @throws `passwords.*` by the app's policy, `limits.exhausted`, `users.contact-taken`, `server.overloaded`
 */
export async function register(at: Ports, app: App, wish: Wish): Promise<User> {
  const contact: Contact = { kind: 'email', value: wish.email }
  const { language, linkOf } = wish
  await checkPolicy(at, app.policy, wish.password)
  await refuseTaken(at, app, contact)
  await checkSend(at, 'activation', contact)
  const hash = await hashPassword(at, wish.password)
  await spendSend(at, 'activation', contact, app.id, true)
  const terms = await readActivationTerms(at, app, language)
  return transact(at, async (tx) => {
    await claimContact(tx, contact)
    if ((await findHolder(tx, contact)) !== undefined) refuse('users.contact-taken')
    const userId = await insertUser(at, tx, {
      state: 'pending',
      language,
      appId: app.id,
      profile: wish.profile,
      contacts: [contact, ...(wish.mobile ? [{ kind: 'mobile' as const, value: wish.mobile }] : [])],
    })
    await setPassword(at, tx, userId, hash)
    await enqueueActivation(at, tx, app, { userId, contact, language, linkOf }, terms)
    await recordEvent(at, tx, { kind: 'user.registered', userId, appId: app.id })
    return (await findUser(at, tx, userId)) as User
  })
}

/**
 * An address that is taken is told, as the wire has it, and so it costs from the budget of such answers (rule 4).
 *
 * @throws `users.contact-taken`, `limits.exhausted`
 */
export async function refuseTaken(at: Ports, app: App, contact: Contact): Promise<void> {
  const holder = await findHolder(at.db, contact)
  if (holder === undefined) return
  await spendTelling(at, app, holder)
  refuse('users.contact-taken')
}
