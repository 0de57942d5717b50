import { sql } from 'kysely'
import { afterCommit, type Ports, type Tx, transact } from '../../kernel/index.ts'
import { type KeptFile, previewKeyOf } from './file.ts'

/** Removes a file and its links at once; the bytes follow. */
export async function removeFile(at: Ports, file: Pick<KeptFile, 'id'>): Promise<void> {
  await transact(at, (tx) => removeFiles(at, tx, [file.id]))
}

/**
 * Removes files within a larger whole: an answer that is taken back, or a picture that another replaces. Their bytes go
 * after the commit, and the sweep finds what a crash left.
 */
export async function removeFiles(at: Ports, tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('files').where('id', 'in', ids).execute()
  removeBytesAfter(at, tx)
}

/** Has the bytes removed, once the transaction is committed, of every file whose row goes in it. */
export function removeBytesAfter(at: Ports, tx: Tx): void {
  afterCommit(tx, () => {
    removeBytes(at).catch((error: unknown) => at.log.warn({ cause: String(error) }, 'bytes of files left to the sweep'))
  })
}

/** Keys one step looks at. */
const step = 500

/**
 * Removes the bytes that no file has any more. The key is forgotten last: what fails, or dies in between, is done again.
 */
export async function removeBytes(at: Ports): Promise<void> {
  for (;;) {
    const rows = await at.db
      .selectFrom('file_keys')
      .select('key')
      .where((one) =>
        one.not(
          one.exists(one.selectFrom('files').select(sql`1`.as('one')).whereRef('files.key', '=', 'file_keys.key')),
        ),
      )
      .limit(step)
      .execute()
    for (const { key } of rows) {
      await at.files.store.remove(key)
      await at.files.store.remove(previewKeyOf(key))
      await at.db.deleteFrom('file_keys').where('key', '=', key).execute()
    }
    if (rows.length < step) return
  }
}
