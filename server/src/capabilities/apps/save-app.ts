import {
  Conflict,
  type Db,
  hold,
  keepStatement,
  type Ports,
  refuse,
  type Tx,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import { type EventKind, recordEvent } from '../audit/index.ts'
import { type App, type AppState, appOf } from './app.ts'
import { nameKey } from './name-key.ts'

type Writable = Omit<App, 'id' | 'revision'>

/** Everything about an app that may be written, all optional; what is absent stays (or starts empty), null is cleared. */
export type AppWish = { [K in keyof Writable]?: Writable[K] | (undefined extends Writable[K] ? null : never) }

export async function findApp(db: Db, id: string): Promise<App | undefined> {
  // No app has such an id, and PostgreSQL takes no text with a zero in it.
  const [row] = id.includes('\0') ? [] : await readById(db, { id })
  return row && appOf(row)
}

const readById = keepStatement((db, given: { id: string }) =>
  db.selectFrom('apps').selectAll().where('id', '=', given.id),
)

/** The app of a name; no two have the same. */
export async function findAppByName(db: Db, name: string): Promise<App | undefined> {
  if (name.includes('\0')) return undefined
  const row = await db.selectFrom('apps').selectAll().where('name', '=', name).executeTakeFirst()
  return row && appOf(row)
}

/** @throws `apps.unknown` */
export async function readApp(db: Db, id: string): Promise<App> {
  return (await findApp(db, id)) ?? refuse('apps.unknown', { app: id })
}

export async function listApps(db: Db): Promise<App[]> {
  return (await db.selectFrom('apps').selectAll().orderBy('id').execute()).map(appOf)
}

/** What joins the writing of an app in its transaction. */
type Also = (tx: Tx) => Promise<void>

/** @throws `apps.conflict` when the id or the name is taken */
export async function createApp(at: Ports, id: string, wish: AppWish & { name: string }, also?: Also): Promise<App> {
  const now = at.clock.now()
  try {
    return await transact(at, async (tx) => {
      await holdName(tx, wish.name)
      const fields = { ...blank, ...columnsOf(wish), name: wish.name }
      const row = { ...fields, id, revision: 1, tokens_since: 0, created_at: now, changed_at: now }
      await tx.insertInto('apps').values(row).execute()
      await also?.(tx)
      await recordEvent(at, tx, { kind: 'app.created', appId: id, userId: wish.ownerId ?? undefined })
      return appOf(row)
    })
  } catch (error) {
    if (error instanceof Conflict) refuse('apps.conflict', { app: id })
    throw error
  }
}

/** True when the app already has every one of these values: what is so is not written again. */
function isSo(app: App, columns: Partial<typeof blank>): boolean {
  const standing: Record<string, unknown> = columnsOf(app)
  return Object.entries(columns).every(([name, value]) => (standing[name] ?? null) === value)
}

/** How a change is told, and what is changed with it. */
export interface ChangeTerms {
  readonly kind?: EventKind
  readonly facts?: Record<string, string>
  readonly userId?: UserId | undefined
  readonly also?: Also | undefined
}

/**
 * Changes an app. The row is written only if nobody changed it since it was read, and read again otherwise; `wish` may
 * be computed from the app as it stands, and refuse.
 *
 * @throws `apps.unknown`, `apps.conflict` when the new name is taken
 */
export async function changeApp(
  at: Ports,
  id: string,
  wish: AppWish | ((app: App) => AppWish),
  terms: ChangeTerms = {},
): Promise<App> {
  for (;;) {
    const app = await readApp(at.db, id)
    const columns = columnsOf(typeof wish === 'function' ? wish(app) : wish)
    if (!terms.also && isSo(app, columns)) return app
    const row = await changeRow(at, app, columns, terms)
    if (row) return appOf(row)
  }
}

async function changeRow(at: Ports, app: App, columns: Partial<typeof blank>, terms: ChangeTerms) {
  const { kind = 'app.changed', facts, userId, also } = terms
  const now = at.clock.now()
  // Tokens of an app that stops being served stay dead when it is served again (attack 53); a draft has none.
  const isMoved =
    columns.state !== undefined && columns.state !== app.state && ['live', 'suspended'].includes(app.state)
  try {
    return await transact(at, async (tx) => {
      if (columns.name !== undefined && columns.name !== app.name) await holdName(tx, columns.name)
      const row = await tx
        .updateTable('apps')
        .set({ ...columns, ...(isMoved && { tokens_since: now }), revision: app.revision + 1, changed_at: now })
        .where('id', '=', app.id)
        .where('revision', '=', app.revision)
        .returningAll()
        .executeTakeFirst()
      if (!row) return undefined
      await also?.(tx)
      await recordEvent(at, tx, { kind, appId: app.id, userId, ...(facts && { facts }) })
      return row
    })
  } catch (error) {
    if (error instanceof Conflict) refuse('apps.conflict', { app: app.id })
    throw error
  }
}

/** Whoever gives an app a name that looks like this one waits. */
const holdName = (tx: Tx, name: string): Promise<void> => hold(tx, `app-name:${nameKey(name)}`)

/** Both lists without repetition, in order. */
export const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

const blank = {
  name: '',
  name_key: null as string | null,
  review_note: null as string | null,
  state: 'draft' as AppState,
  description: '',
  category: '',
  logo: null as string | null,
  owner_id: null as number | null,
  locale: null as string | null,
  domains: '[]',
  redirect_urls: '[]',
  return_urls: '[]',
  activation_url: null as string | null,
  reset_url: null as string | null,
  backchannel_logout_url: null as string | null,
  permissions: '[]',
  policy: '{}',
}

function columnsOf(wish: AppWish): Partial<typeof blank> {
  const json = (value: unknown) => value && JSON.stringify(value)
  const columns = {
    name: wish.name,
    name_key: wish.name && nameKey(wish.name),
    review_note: wish.reviewNote,
    state: wish.state,
    description: wish.description,
    category: wish.category,
    logo: wish.logo,
    owner_id: wish.ownerId,
    locale: wish.locale,
    domains: json(wish.domains),
    redirect_urls: json(wish.redirectUrls),
    return_urls: json(wish.returnUrls),
    activation_url: wish.activationUrl,
    reset_url: wish.resetUrl,
    backchannel_logout_url: wish.backchannelLogoutUrl,
    permissions: json(wish.permissions),
    policy: json(wish.policy),
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}
