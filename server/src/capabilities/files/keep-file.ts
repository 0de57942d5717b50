import { sql } from 'kysely'
import {
  type FoundType,
  hashToken,
  hold,
  networkOf,
  newRowId,
  newToken,
  type Ports,
  refuse,
  type Spooled,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import { type Charge, spendTogether } from '../limits/index.ts'
import { holdUser } from '../users/index.ts'
import { fileOf, type KeptFile, previewKeyOf, sealName } from './file.ts'
import { cleanName } from './file-name.ts'
import { homesOf } from './homes.ts'
import { checkType, type FilePolicy } from './policy.ts'
import { removeBytes } from './remove-file.ts'
import { fileSettings } from './settings.ts'

/** Who uploads. */
export interface Uploader {
  /** The app whose form it is for; the house's own where there is none. */
  readonly appId: string
  /** The person who is signed in, or whose token it is: nobody else can claim the file then. */
  readonly userId?: UserId | undefined
  /** Absent where an app's own server calls: it is budgeted by the app. */
  readonly address?: string | undefined
}

export interface Upload {
  readonly by: Uploader
  /** What the file is called by whoever sends it. */
  readonly name: string
  readonly body: AsyncIterable<Uint8Array>
  readonly policy: FilePolicy
}

/** Longest side of a preview, pixels. */
const previewSide = 320

/** What is to be kept: of a picture, what was drawn anew. */
interface Made {
  readonly found: FoundType
  readonly file: Spooled
  readonly preview?: Spooled
  readonly width?: number
  readonly height?: number
}

/**
 * Takes an upload: all of it, or nothing (attacks 73, 82). It is counted while it arrives, and its type found in its bytes;
 * a picture is drawn anew without metadata and gets a preview. The row is there before the bytes, as `pending`, and `kept`
 * after them, so that whatever dies in between is swept. The file is nobody's until {@link claimFile}; unclaimed it goes
 * after `files.unclaimedHours`.
 *
 * @throws `files.too-large`, `files.wrong-type`, `files.unreadable`, `files.quota`, `limits.exhausted`,
 *   `sessions.not-signed-in` when the person went meanwhile, `server.overloaded`, `server.no-room`, `server.unavailable`
 */
export async function keepFile(at: Ports, upload: Upload): Promise<KeptFile> {
  await spendUpload(at, upload.by)
  const { spool } = at.files
  const arrived = await spool.receive(upload.body, upload.policy.mostBytes)
  const made: Made[] = []
  try {
    const one = await make(at, arrived, upload.policy)
    made.push(one)
    return await store(at, upload, one)
  } finally {
    const left = made.flatMap(({ file, preview }) => (preview ? [file, preview] : []))
    await Promise.all([arrived, ...left].map((one) => spool.drop(one)))
  }
}

async function spendUpload(at: Ports, { appId, address }: Uploader): Promise<void> {
  const { perAddressDay, perAppDay } = await fileSettings.read(at)
  const charges: Charge[] = [{ purse: { budget: 'files.perAppDay', of: [appId] }, budget: perAppDay }]
  if (address !== undefined) {
    charges.push({ purse: { budget: 'files.perAddressDay', of: [networkOf(address)] }, budget: perAddressDay })
  }
  await spendTogether(at, charges)
}

async function make(at: Ports, arrived: Spooled, policy: FilePolicy): Promise<Made> {
  const { spool, images } = at.files
  const found = await spool.findType(arrived)
  const canDraw = images.canDraw(found.type)
  checkType(policy, found.type, canDraw)
  if (!canDraw) return { found, file: arrived }
  const { mostPixels, mostFrames } = await fileSettings.read(at)
  const { image, ...drawn } = await images.redraw(arrived, found.type, { mostPixels, mostFrames, previewSide })
  return { ...drawn, file: image }
}

async function store(at: Ports, upload: Upload, made: Made): Promise<KeptFile> {
  const drawn = at.random.bytes(16).toString('hex')
  const key = `${homesOf(at)[0]}/${drawn.slice(0, 2)}/${drawn}`
  const id = newRowId(at)
  await begin(at, upload, made, { id, key })
  try {
    await at.files.store.put(key, made.file)
    if (made.preview) await at.files.store.put(previewKeyOf(key), made.preview)
    return await settle(at, upload.by, id)
  } catch (error) {
    await at.db.deleteFrom('files').where('id', '=', id).execute()
    // Where the store is gone the sweep has another try.
    await removeBytes(at, [key]).catch(() => undefined)
    throw error
  }
}

/** The row, and the key its bytes will have, before there are any. */
async function begin(at: Ports, { by, name, policy }: Upload, made: Made, { id, key }: { id: string; key: string }) {
  const secret = newToken(at, 160)
  const now = at.clock.now()
  const row = {
    id,
    key,
    app_id: by.appId,
    user_id: by.userId ?? null,
    state: 'pending',
    link_hash: hashToken(secret),
    link_sealed: at.keyring.seal(secret, sealName(id)),
    name: cleanName(name, made.found),
    type: made.found.type,
    bytes: made.file.bytes,
    preview_bytes: made.preview?.bytes ?? 0,
    digest: made.file.digest,
    width: made.width ?? null,
    height: made.height ?? null,
    private: policy.isPrivate ? 1 : 0,
    created_at: now,
  }
  const { mostBytesPerApp, mostBytesPerPerson } = await fileSettings.read(at)
  await transact(at, async (tx) => {
    // Uploads of one app wait for each other here, so that no two of them pass the quota together.
    await hold(tx, `files ${by.appId}`)
    if (by.userId !== undefined) await holdUser(at, tx, by.userId)
    await tx.insertInto('file_keys').values({ key, written_at: now }).execute()
    await tx.insertInto('files').values(row).execute()
    const whole = sql<number>`COALESCE(SUM(bytes + preview_bytes), 0)`
    const sumOf = async (column: 'app_id' | 'user_id', value: string | number) =>
      Number(
        (await tx.selectFrom('files').select(whole.as('sum')).where(column, '=', value).executeTakeFirstOrThrow()).sum,
      )
    if ((await sumOf('app_id', by.appId)) > mostBytesPerApp) refuse('files.quota')
    if (by.userId !== undefined && (await sumOf('user_id', by.userId)) > mostBytesPerPerson) refuse('files.quota')
  })
}

/** Says that the bytes are there; a row that went meanwhile went with its person. */
async function settle(at: Ports, by: Uploader, id: string): Promise<KeptFile> {
  const row = await at.db
    .updateTable('files')
    .set({ state: 'kept' })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returningAll()
    .executeTakeFirst()
  if (row) return fileOf(row)
  return refuse(by.userId === undefined ? 'files.unknown' : 'sessions.not-signed-in')
}
