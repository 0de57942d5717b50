import type { Contact, Ports, UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { spend } from '../limits/index.ts'
import { findHolder, listPending } from '../users/index.ts'
import { registrationSettings } from './settings.ts'

/** What a contact stands for: an active account, one that waits for its proof, or none. */
export type Standing = 'active' | 'pending' | 'none'

/**
 * Tells whether a contact has an account. Truthful, being asked for just this; so it is budgeted and audited, but for
 * people the app registered itself (rules 4 and 10).
 *
 * @throws `limits.exhausted`
 */
export async function findStanding(at: Ports, app: App, contact: Contact): Promise<Standing> {
  const holder = await findHolder(at.db, contact)
  const [pending] = holder === undefined ? await listPending(at.db, contact, app.id) : []
  await spendTelling(at, app, holder ?? pending)
  if (holder !== undefined) return 'active'
  return pending === undefined ? 'none' : 'pending'
}

/**
 * Spends one answer about a person's existence, unless the app registered that person.
 *
 * @throws `limits.exhausted`
 */
export async function spendTelling(at: Ports, app: App, userId: UserId | undefined): Promise<void> {
  const { existenceTold } = await registrationSettings.read(at)
  if (userId !== undefined && (await isOwn(at, app, userId))) return
  await spend(at, { budget: 'registration.existenceTold', of: [app.id] }, existenceTold)
  await recordEvent(at, at.db, { kind: 'contact.existence-told', userId, appId: app.id })
}

async function isOwn(at: Ports, app: App, userId: UserId): Promise<boolean> {
  const row = await at.db.selectFrom('users').select('app_id').where('id', '=', userId).executeTakeFirst()
  return row?.app_id === app.id
}
