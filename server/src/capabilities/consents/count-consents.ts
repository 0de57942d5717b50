import type { Ports } from '../../kernel/index.ts'
import './table.ts'

/** How many people allow an app now. */
export async function countConsents(at: Pick<Ports, 'db' | 'clock'>, appId: string): Promise<number> {
  const row = await at.db
    .selectFrom('consents')
    .select((one) => one.fn.count('user_id').distinct().as('people'))
    .where('app_id', '=', appId)
    .where('expires_at', '>', at.clock.now())
    .executeTakeFirst()
  return Number(row?.people ?? 0)
}
