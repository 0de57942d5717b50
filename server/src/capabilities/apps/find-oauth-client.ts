import { type Db, keepStatement } from '../../kernel/index.ts'
import { type App, appOf } from './app.ts'
import './table.ts'

/** An app as OAuth knows it; the same object as long as nothing of it changed. */
export interface OAuthClient {
  readonly app: App
  /** As {@link hasHadCredential} has it. */
  readonly confidential: boolean
}

interface Kept {
  readonly client: OAuthClient
  /** What the row said of itself when the client was read from it. */
  readonly stamp: string
}

/** More apps than most houses have; past it all are read anew. */
const mostKept = 1000
const kept = new WeakMap<Db, Map<string, Kept>>()

/**
 * An app, and whether it is confidential. The database is asked each time, by whatever process it was changed, but only
 * whether it was: every change raises the app's revision (save-app.ts), and is read whole.
 */
export async function findOAuthClient(db: Db, id: string): Promise<OAuthClient | undefined> {
  // No app has such an id, and PostgreSQL takes no text with a zero in it.
  const [row] = id.includes('\0') ? [] : await readStamp(db, { id })
  if (!row) return undefined
  const stamp = Object.values(row).join(' ')
  const known = kept.get(db)?.get(id)
  if (known?.stamp === stamp) return known.client
  const [whole] = await readWhole(db, { id })
  if (!whole) return undefined
  const client = { app: appOf(whole), confidential: Boolean(row.confidential) }
  keep(db, id, { client, stamp })
  return client
}

function keep(db: Db, id: string, one: Kept): void {
  const clients = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, clients)
  if (clients.size >= mostKept) clients.clear()
  clients.set(id, one)
}

const readWhole = keepStatement((db, given: { id: string }) =>
  db.selectFrom('apps').selectAll('apps').where('id', '=', given.id),
)

const readStamp = keepStatement((db, given: { id: string }) =>
  db
    .selectFrom('apps')
    .select(['apps.revision', 'apps.changed_at', 'apps.created_at', 'apps.state'])
    .select((one) =>
      one
        .exists(
          one
            .selectFrom('app_credentials')
            .select('app_credentials.id')
            .where('app_id', '=', given.id)
            .where('kind', '=', 'client-secret'),
        )
        .as('confidential'),
    )
    .where('apps.id', '=', given.id),
)
