import { hashToken, hold, newRowId, type Ports, type Random, seconds, transact } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { spend } from '../limits/index.ts'
import { refuseTaken } from '../registration/index.ts'
import { sealName, type Wish } from './invitation.ts'
import { invitationSettings } from './settings.ts'

export interface Invited {
  /** A name that may be told: what the app asks about the invitation with. It opens nothing. */
  readonly id: string
  /** What the person's link carries; shown here once, and kept as SHA-256. */
  readonly secret: string
  /** Epoch ms. */
  readonly expiresAt: number
}

/**
 * Keeps, sealed, what an app says of a person, until the person looks it through and sets a password. An earlier
 * invitation of the same app for the same e-mail is cancelled in the same transaction; another app's stays (attack 31).
 * Nothing is sent, and no account is made.
 *
 * @throws `users.contact-taken` when the e-mail has an account, told within the budget (rule 4); `limits.exhausted`
 */
export async function invite(at: Ports, app: App, wish: Wish): Promise<Invited> {
  await refuseTaken(at, app, { kind: 'email', value: wish.email })
  const { hours, perApp } = await invitationSettings.read(at)
  await spend(at, { budget: 'invitations.perApp', of: [app.id] }, perApp)
  const now = at.clock.now()
  const [id, secret, expiresAt] = [newRowId(at), drawSecret(at), now + seconds(hours * 3600)]
  const contacts = at.keyring.macs('index', 'invitation', wish.email)
  const [contact = ''] = contacts
  await transact(at, async (tx) => {
    await hold(tx, `invitation:${app.id}:${contact}`)
    const cancelled = await tx
      .updateTable('invitations')
      .set({ state: 'cancelled', sealed: null, finished_at: now })
      .where('app_id', '=', app.id)
      .where('contact_hash', 'in', contacts)
      .where('state', '=', 'open')
      .returning('id')
      .execute()
    await tx
      .insertInto('invitations')
      .values({
        id,
        hash: hashToken(secret),
        app_id: app.id,
        contact_hash: contact,
        sealed: at.keyring.seal(JSON.stringify(wish), sealName(id)),
        state: 'open',
        user_id: null,
        created_at: now,
        expires_at: expiresAt,
        finished_at: null,
      })
      .execute()
    for (const one of cancelled) await recordEvent(at, tx, eventOf('invitation.cancelled', app, one.id))
    await recordEvent(at, tx, eventOf('invitation.made', app, id))
  })
  return { id, secret, expiresAt }
}

const eventOf = (kind: 'invitation.made' | 'invitation.cancelled', { id: appId }: App, invitation: string) => ({
  kind,
  appId,
  facts: { invitation },
})

/**
 * 128 random bits in the shape of a UUID, as the wire wants it (contracts/payping.md, 2). None of them says a version:
 * that would leave 122.
 */
function drawSecret(at: { readonly random: Random }): string {
  const hex = at.random.bytes(16).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
