import type { Ports } from '../../kernel/index.ts'

/** Removes links and codes that are over, and streaks that nobody touched for longer than any pause. */
export async function sweepVerifications(at: Ports): Promise<void> {
  const now = at.clock.now()
  await at.db.deleteFrom('verifications').where('expires_at', '<=', now).execute()
  const longAgo = now - 90 * 86_400_000
  await at.db.deleteFrom('code_streaks').where('changed_at', '<', longAgo).where('paused_until', '<', now).execute()
}
