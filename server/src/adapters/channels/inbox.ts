import type { Channel, Delivery, Inbox, Ports } from '../../kernel/index.ts'

declare module '../../kernel/database.ts' {
  interface Tables {
    inbox: { id: string; channel: string; recipient: string; at: number; sealed: string }
  }
}

/** Entries one listing shows. */
const longestList = 200

/** The inbox of development mode: every message that would have left, kept sealed in the database. */
export function createInbox(at: Pick<Ports, 'db' | 'clock' | 'keyring'>): Inbox & { channels: readonly Channel[] } {
  const channel = (name: 'email' | 'sms' | 'push'): Channel => ({
    name,
    async deliver({ idempotencyKey: id, to, kind, language, subject, text, html, code, link }: Delivery) {
      const letter = { kind, language, subject: subject || undefined, text, html, code, link }
      const row = {
        id,
        channel: name,
        recipient: to,
        at: at.clock.now(),
        sealed: at.keyring.seal(JSON.stringify(letter), `inbox:${id}`),
      }
      // A message that comes again after a crash is the same row: nobody reads it twice.
      await at.db
        .insertInto('inbox')
        .values(row)
        .onConflict((on) => on.column('id').doNothing())
        .execute()
      return undefined
    },
  })
  return {
    channels: [channel('email'), channel('sms'), channel('push')] as const,
    async list(to) {
      let query = at.db.selectFrom('inbox').selectAll()
      if (to !== undefined) query = query.where('recipient', '=', to)
      const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(longestList).execute()
      return rows.map((row) => {
        const letter = JSON.parse(at.keyring.open(row.sealed, `inbox:${row.id}`))
        return { id: row.id, channel: row.channel, to: row.recipient, ...letter, at: row.at }
      })
    },
  }
}
