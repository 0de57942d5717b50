import { type Contact, type Language, type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { quoteName } from '../messages/index.ts'
import { cancelMailed } from '../passwords/index.ts'
import { addContact, claimContact, findUser, holdUser, preferContact, removeContact } from '../users/index.ts'
import { type CodePurpose, cancelLink, checkCode, redeemProof } from '../verification/index.ts'
import { provenEmail, readNotice, tellPerson } from './tell-person.ts'

/** Who changes, and which contact. */
export interface ContactChange {
  readonly userId: UserId
  readonly contact: Contact
  /** Of the page. */
  readonly language: Language
}

/**
 * Spends the code that was sent to the contact and makes it the person's, together; the address they had before is told.
 * The contact comes from what the code was asked for, never from a form (attack 39).
 *
 * @throws `verification.failed`, `verification.paused`; `users.contact-taken` where somebody else holds it, which only
 * whoever controls the contact learns (rule 4)
 */
export const addContactByCode = (at: Ports, change: ContactChange, typed: string): Promise<void> =>
  spendCode(at, change, typed, { purpose: 'add-contact' })

/**
 * The same for the mobile of a profile, of which there is one: the number before it is taken away, and told.
 *
 * @param appId the app that the code was asked through; ours where it is left out
 * @throws as {@link addContactByCode}
 */
export const changeMobileByCode = (at: Ports, change: ContactChange, typed: string, appId?: string): Promise<void> =>
  spendCode(at, change, typed, { purpose: 'mobile', appId, replace: true })

interface CodeUse {
  readonly purpose: CodePurpose
  readonly appId?: string | undefined
  readonly replace?: boolean
}

async function spendCode(at: Ports, change: ContactChange, typed: string, use: CodeUse): Promise<void> {
  const { userId, contact, language } = change
  const user = (await findUser(at, at.db, userId)) ?? refuse('sessions.not-signed-in')
  const notice = await readNotice(at, user, language)
  const proof = await checkCode(at, { purpose: use.purpose, contact, appId: use.appId ?? notice.app.id }, typed)
  const added = await transact(at, async (tx) => {
    await claimContact(tx, contact)
    const before = await holdUser(at, tx, userId)
    if (!(await redeemProof(tx, proof))) refuse('verification.failed')
    if (!(await addContact(at, tx, userId, contact))) return false
    const tell = (to: Contact | undefined, kind: 'contact-added' | 'contact-removed', about: string) =>
      tellPerson(at, tx, { notice, to, userId }, { kind, contact: quoteName(about) })
    await tell(provenEmail(before), 'contact-added', contact.value)
    await recordEvent(at, tx, { kind: 'contact.proven', userId, facts: { kind: contact.kind } })
    if (!use.replace) return true
    for (const old of before.contacts.filter((one) => one.kind === contact.kind && one.value !== contact.value)) {
      const gone = { kind: old.kind, value: old.value } as Contact
      await removeContact(tx, await holdUser(at, tx, userId), gone)
      await tell(old.provenAt === undefined ? undefined : gone, 'contact-removed', old.value)
      await recordEvent(at, tx, { kind: 'contact.removed', userId, facts: { kind: contact.kind } })
    }
    return true
  })
  if (!added) refuse('users.contact-taken')
}

/** Makes a proven contact of the person the one they are written to; anything else changes nothing (attack 58). */
export async function preferOwnContact(at: Ports, { userId, contact }: ContactChange): Promise<void> {
  await transact(at, async (tx) => {
    await holdUser(at, tx, userId)
    if (!(await preferContact(at, tx, userId, contact))) refuse('pages.not-found')
    await recordEvent(at, tx, { kind: 'user.changed', userId, facts: { fields: 'contact' } })
  })
}

/**
 * Takes a contact from the person; links and passwords that were mailed die with it, and the address is told.
 *
 * @throws `users.last-way-in`; `pages.not-found` where it is not theirs (attack 58)
 */
export async function removeOwnContact(at: Ports, { userId, contact, language }: ContactChange): Promise<void> {
  const user = (await findUser(at, at.db, userId)) ?? refuse('sessions.not-signed-in')
  const notice = await readNotice(at, user, language)
  await transact(at, async (tx) => {
    const before = await holdUser(at, tx, userId)
    const proven = (await removeContact(tx, before, contact)) ?? refuse('pages.not-found')
    await cancelLink(tx, 'reset', userId)
    await cancelMailed(tx, userId)
    const to = proven ? contact : undefined
    await tellPerson(at, tx, { notice, to, userId }, { kind: 'contact-removed', contact: quoteName(contact.value) })
    await recordEvent(at, tx, { kind: 'contact.removed', userId, facts: { kind: contact.kind } })
  })
}
