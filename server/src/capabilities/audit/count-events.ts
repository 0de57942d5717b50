import type { Ports } from '../../kernel/index.ts'
import type { EventKind } from './record-event.ts'
import './table.ts'

/** How often each of these kinds happened with one app since a moment; kinds that never did are absent. */
export async function countEvents(
  at: Pick<Ports, 'db'>,
  appId: string,
  kinds: readonly EventKind[],
  since: number,
): Promise<Partial<Record<EventKind, number>>> {
  const rows = await at.db
    .selectFrom('events')
    .select((one) => ['kind', one.fn.countAll().as('times')])
    .where('app_id', '=', appId)
    .where('at', '>=', since)
    .where('kind', 'in', kinds)
    .groupBy('kind')
    .execute()
  return Object.fromEntries(rows.map(({ kind, times }) => [kind, Number(times)]))
}
