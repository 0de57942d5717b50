import { type Ports, seconds } from '../../kernel/index.ts'
import { registrationSettings } from './settings.ts'

/**
 * Removes accounts that were never activated in time, with all that belongs to them. One whose link still works stays:
 * the mail promised so.
 */
export async function sweepPending(at: Ports): Promise<void> {
  const { pendingDays } = await registrationSettings.read(at)
  const oldest = at.clock.now() - seconds(pendingDays * 86_400)
  await at.db
    .deleteFrom('users')
    .where('state', '=', 'pending')
    .where('users.created_at', '<', oldest)
    // Those of an auth provider stay as long as that one says.
    .where((one) =>
      one.not(one.exists(one.selectFrom('logins').select('user_id').whereRef('logins.user_id', '=', 'users.id'))),
    )
    .where((one) =>
      one.not(
        one.exists(
          one
            .selectFrom('verifications')
            .select('subject')
            .whereRef('verifications.user_id', '=', 'users.id')
            .where('verifications.expires_at', '>', at.clock.now()),
        ),
      ),
    )
    .execute()
}
