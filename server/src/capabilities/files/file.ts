import type { Selectable } from 'kysely'
import { type Db, hashToken, type Ports, type Tables, type UserId } from '../../kernel/index.ts'
import './table.ts'

/** A file that is kept whole. */
export interface KeptFile {
  readonly id: string
  /** The app whose form it was uploaded for. */
  readonly appId: string
  /** Whose it is; undefined while nobody's. */
  readonly userId: UserId | undefined
  /** What it was called, cleaned; it ends as its bytes say. */
  readonly name: string
  readonly type: string
  readonly bytes: number
  /** Bytes of the preview (WebP, 320 pixels at most); 0 where there is none. */
  readonly previewBytes: number
  /** SHA-256 of the bytes, in base64url. */
  readonly digest: string
  /** Of pictures. */
  readonly width: number | undefined
  readonly height: number | undefined
  readonly isPrivate: boolean
  readonly isClaimed: boolean
  readonly createdAt: number
  /** Where the bytes lie; no caller of ours ever tells it. */
  readonly key: string
  readonly linkSealed: string
}

type FileRow = Selectable<Tables['files']>

export const fileOf = (row: FileRow): KeptFile => ({
  id: row.id,
  appId: row.app_id,
  userId: (row.user_id as UserId | null) ?? undefined,
  name: row.name,
  type: row.type,
  bytes: row.bytes,
  previewBytes: row.preview_bytes,
  digest: row.digest,
  width: row.width ?? undefined,
  height: row.height ?? undefined,
  isPrivate: row.private === 1,
  isClaimed: row.claimed_at !== null,
  createdAt: row.created_at,
  key: row.key,
  linkSealed: row.link_sealed,
})

/** Where the preview lies beside its picture. */
export const previewKeyOf = (key: string): string => `${key}.preview`

/** What a link's secret is sealed with. */
export const sealName = (id: string): string => `file:${id}`

/** The addresses a file is seen at. */
export interface FileLinks {
  readonly link: string
  /** Of pictures. */
  readonly preview: string | undefined
}

/**
 * The permanent addresses of a file, of 160 random bits. They are kept sealed and hashed: whoever keeps answers of forms
 * keeps the file's id, and draws the link when it is asked for.
 */
export function linksOf(at: Pick<Ports, 'keyring' | 'publicUrl'>, file: KeptFile): FileLinks {
  const link = `${at.publicUrl}/files/${at.keyring.open(file.linkSealed, sealName(file.id))}`
  return { link, preview: file.previewBytes > 0 ? `${link}/preview` : undefined }
}

/** A kept file by its id. Who may see it is for {@link maySee} to say. */
export async function findFile(db: Db, id: string): Promise<KeptFile | undefined> {
  const row = await db
    .selectFrom('files')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'kept')
    .executeTakeFirst()
  return row && fileOf(row)
}

/** A kept file by the secret of its link. */
export async function findFileByLink(db: Db, secret: string): Promise<KeptFile | undefined> {
  const row = await db
    .selectFrom('files')
    .selectAll()
    .where('link_hash', '=', hashToken(secret))
    .where('state', '=', 'kept')
    .executeTakeFirst()
  return row && fileOf(row)
}

/** A kept file by a whole address of ours, as answers of forms carry it; undefined for any other address. */
export async function findFileByUrl(at: Pick<Ports, 'db' | 'publicUrl'>, url: string): Promise<KeptFile | undefined> {
  const start = `${at.publicUrl}/files/`
  const secret = url.startsWith(start) ? /^[\w-]{27}(?=\/preview$|$)/.exec(url.slice(start.length))?.[0] : undefined
  return secret === undefined ? undefined : findFileByLink(at.db, secret)
}

/** All files of a person, the oldest first. */
export async function listFilesOf(db: Db, userId: UserId): Promise<KeptFile[]> {
  const rows = await db
    .selectFrom('files')
    .selectAll()
    .where('user_id', '=', userId)
    .where('state', '=', 'kept')
    .orderBy('id')
    .execute()
  return rows.map(fileOf)
}

/** Who asks for a file: a person at our own pages, or a token of an app, which may be a person's. */
export interface Viewer {
  readonly userId: UserId | undefined
  /** Undefined at our own pages. */
  readonly appId: string | undefined
}

/**
 * Whether somebody may see a private file: its owner, and the app it was uploaded for. Another app's token shows none,
 * its owner's among them (attack 58).
 */
export function maySee(file: KeptFile, { userId, appId }: Viewer): boolean {
  const isOwn = userId !== undefined && file.userId === userId
  const isTheApps = appId !== undefined && file.appId === appId
  return appId === undefined ? isOwn : isTheApps && (userId === undefined || isOwn)
}
