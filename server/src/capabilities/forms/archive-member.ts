import { type Ports, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { endOtherSessions, endTokensOf } from '../sessions/index.ts'
import { holdUser } from '../users/index.ts'

/**
 * Takes a person's own account out of use: nobody signs in with it, and its login stays taken, so that nobody else can
 * have it either. Nothing is erased; `erasePerson` does that.
 */
export async function archiveMember(at: Ports, app: App, userId: UserId): Promise<void> {
  await transact(at, async (tx) => {
    await holdUser(at, tx, userId)
    await tx.updateTable('users').set({ state: 'suspended' }).where('id', '=', userId).execute()
    await endOtherSessions(at, tx, userId)
    await endTokensOf(at, tx, userId)
    await recordEvent(at, tx, { kind: 'user.archived', userId, appId: app.id })
  })
}
