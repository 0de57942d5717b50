import { afterCommit, type Ports, type Tx, transact, type UserId } from '../../kernel/index.ts'
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
  if (ids.length === 0) return
  removeBytesAfter(at, tx, await tx.deleteFrom('files').where('id', 'in', ids).returning('key').execute())
}

/** As {@link removeFiles}, of all that a person has. */
export async function removeFilesOf(at: Ports, tx: Tx, userId: UserId): Promise<void> {
  removeBytesAfter(at, tx, await tx.deleteFrom('files').where('user_id', '=', userId).returning('key').execute())
}

function removeBytesAfter(at: Ports, tx: Tx, rows: readonly { key: string }[]): void {
  const keys = rows.map(({ key }) => key)
  afterCommit(tx, () => {
    removeBytes(at, keys).catch((error: unknown) => at.log.warn({ cause: String(error) }, 'bytes left to the sweep'))
  })
}

/** Removes bytes whose rows are gone. The key is forgotten last: what fails, or dies in between, is done again. */
export async function removeBytes(at: Ports, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await at.files.store.remove(key)
    await at.files.store.remove(previewKeyOf(key))
    await at.db.deleteFrom('file_keys').where('key', '=', key).execute()
  }
}

/** Keys one step looks at, so that nobody waits for it. */
const step = 500

/** Removes the bytes of all keys that no row has: what crashes left, and what went with a person's row alone. */
export async function removeOrphans(at: Ports): Promise<void> {
  for (let last = ''; ; ) {
    const page = await at.db
      .selectFrom('file_keys')
      .select('key')
      .where('key', '>', last)
      .orderBy('key')
      .limit(step)
      .execute()
    const keys = page.map(({ key }) => key)
    if (keys.length === 0) return
    const rows = await at.db.selectFrom('files').select('key').where('key', 'in', keys).execute()
    const held = new Set(rows.map(({ key }) => key))
    await removeBytes(
      at,
      keys.filter((key) => !held.has(key)),
    )
    last = keys.at(-1) ?? ''
  }
}
