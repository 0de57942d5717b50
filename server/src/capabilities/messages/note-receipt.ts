import { originOf, type Ports, type Receipt } from '../../kernel/index.ts'
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
    .returning(['channel', 'kind', 'recipient'])
    .executeTakeFirst()
  if (!message) return false
  const told = outcome === 'failed' ? 'undelivered' : outcome
  at.metrics.count('messages', { channel: message.channel, kind: message.kind, outcome: told })
  if (message.channel === 'sms') countText(at, message.recipient, told)
  return true
}

/** Counts a text message by the calling code of its receiver. */
export function countText(at: Pick<Ports, 'metrics'>, mobile: string, outcome: string): void {
  at.metrics.count('texts', { prefix: originOf(mobile).callingCode, outcome })
}
