import type { Ports, Receipt } from '../../kernel/index.ts'
import './table.ts'

/**
 * Writes what a gateway says became of a message that it took. The first word is the last: what comes again, or later
 * says otherwise, changes nothing.
 *
 * @returns false when the gateway speaks of no message that is known, or of one whose end was told before
 */
export async function noteReceipt(at: Ports, gateway: string, { reference, outcome }: Receipt): Promise<boolean> {
  const message = await at.db
    .updateTable('messages')
    .set({ receipt: outcome, receipt_at: at.clock.now() })
    .where('gateway', '=', gateway)
    .where('gateway_ref', '=', reference)
    .where('receipt', 'is', null)
    .returning(['channel', 'kind'])
    .executeTakeFirst()
  if (message) at.metrics.count('messages', { ...message, outcome: outcome === 'failed' ? 'undelivered' : outcome })
  return message !== undefined
}
