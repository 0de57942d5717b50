import type { Ports } from '../../kernel/index.ts'
import { listProviders, unactivatedSince } from './provider.ts'

/** Removes accounts that were never activated in the days their provider gives, with all that belongs to them. */
export async function sweepUnactivated(at: Ports): Promise<void> {
  for (const provider of await listProviders(at, { limit: 1000 })) {
    const over = at.db
      .selectFrom('logins')
      .select('user_id')
      .where('provider_id', '=', provider.id)
      .where('claimed_at', 'is', null)
      .where('created_at', '<', unactivatedSince(at, provider))
    await at.db.deleteFrom('users').where('state', '=', 'pending').where('id', 'in', over).execute()
  }
}
