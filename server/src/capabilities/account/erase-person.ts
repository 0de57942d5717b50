import { sql } from 'kysely'
import { type Contact, type Language, type Ports, refuse, type Tx, transact, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { removeFilesOf } from '../files/index.ts'
import { findUser, holdUser, type User } from '../users/index.ts'
import { clearStreak } from '../verification/index.ts'
import { type Holding, holdings } from './holdings.ts'
import { provenEmail, readNotice, tellPerson } from './tell-person.ts'

/**
 * Erases a person, all at once: what names them goes or becomes nameless, by {@link holdings}. Sessions, consents and
 * tokens are dead with it. One mail goes out after it, to the proven e-mail; its row names nobody, and is swept as all
 * are (`messages.keptDays`). The person's apps go on without an owner.
 */
export async function erasePerson(at: Ports, userId: UserId, language: Language): Promise<void> {
  const user = (await findUser(at, at.db, userId)) ?? refuse('sessions.not-signed-in')
  const notice = await readNotice(at, user, language)
  await transact(at, async (tx) => {
    const held = await holdUser(at, tx, userId)
    await eraseContacts(tx, held)
    await removeFilesOf(at, tx, userId)
    for (const [table, holding] of Object.entries(holdings)) await erase(tx, table, holding, userId)
    await tellPerson(at, tx, { notice, to: provenEmail(held) }, { kind: 'account-erased' })
    await recordEvent(at, tx, { kind: 'user.erased' })
  })
}

async function erase(tx: Tx, table: string, { column, fate }: Holding, userId: UserId): Promise<void> {
  const [place, name] = [sql.table(table), sql.ref(column)]
  const statement =
    fate === 'goes'
      ? sql`DELETE FROM ${place} WHERE ${name} = ${userId}`
      : sql`UPDATE ${place} SET ${name} = NULL WHERE ${name} = ${userId}`
  await statement.execute(tx)
}

/** What names the person by a proven contact alone: mails with codes, and the count of wrong ones. */
async function eraseContacts(tx: Tx, user: User): Promise<void> {
  const proven = user.contacts.filter((one) => one.provenAt !== undefined)
  for (const { kind, value } of proven) {
    await tx.deleteFrom('messages').where('recipient', '=', value).execute()
    await clearStreak(tx, { kind, value } as Contact)
  }
}
