import type { Contact, Ports } from '../../kernel/index.ts'
import type { MessageKind } from './letter.ts'
import './table.ts'

/**
 * Whether the last message of a kind to a contact is known not to have arrived: nobody could carry it, or a gateway that
 * took it said later that it failed. Of an account it says nothing: codes go to known and unknown contacts alike.
 */
export async function hasMissed(at: Pick<Ports, 'db'>, kind: MessageKind, to: Contact): Promise<boolean> {
  const row = await at.db
    .selectFrom('messages')
    .select(['state', 'receipt'])
    .where('recipient', '=', to.value)
    .where('kind', '=', kind)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined && (row.receipt === 'failed' || row.state === 'dead' || row.state === 'expired')
}
