import { type Ports, seconds } from '../../kernel/index.ts'
import './table.ts'

/** Rows one step of a sweep removes at most, so that nobody waits for it. */
const sweptAtOnce = 5000

/** Removes sessions and tokens that are over; a spent one stays until it expires, so that its reuse is noticed. */
export async function sweepSessions(at: Ports): Promise<void> {
  const now = at.clock.now() - seconds(60)
  await at.db.deleteFrom('sessions').where('expires_at', '<', now).execute()
  for (;;) {
    const old = at.db.selectFrom('tokens').select('hash').where('expires_at', '<', now).limit(sweptAtOnce)
    const { numDeletedRows } = await at.db
      .deleteFrom('tokens')
      .where('expires_at', '<', now)
      .where('hash', 'in', old)
      .executeTakeFirst()
    if (numDeletedRows < sweptAtOnce) return
  }
}
