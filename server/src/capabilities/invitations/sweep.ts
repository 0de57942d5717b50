import { type Ports, seconds } from '../../kernel/index.ts'
import { invitationSettings } from './settings.ts'
import './table.ts'

/** Erases what nobody came for in time, and removes invitations that nobody may ask about any more. */
export async function sweepInvitations(at: Ports): Promise<void> {
  const { keptDays } = await invitationSettings.read(at)
  const now = at.clock.now()
  await at.db
    .updateTable('invitations')
    .set({ state: 'expired', sealed: null })
    .where('state', '=', 'open')
    .where('expires_at', '<=', now)
    .execute()
  await at.db
    .deleteFrom('invitations')
    .where('expires_at', '<', now - seconds(keptDays * 86_400))
    .execute()
}
