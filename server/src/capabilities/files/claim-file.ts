import { sql } from 'kysely'
import { type Ports, refuse, refuseLarge, type Tx, type UserId } from '../../kernel/index.ts'
import { fileOf, type KeptFile } from './file.ts'
import { checkType, type FilePolicy } from './policy.ts'

/** What takes an upload. */
export interface Claim {
  readonly fileId: string
  /** The app whose form is answered; a file that was uploaded for another is unknown here (attack 58). */
  readonly appId: string
  /** Whose the file is from now on: the person who registers, pending or not. */
  readonly userId?: UserId | undefined
  /** What holds it, unique in the house: `user 123`, `answer 0198…`. Who holds it already may claim it again. */
  readonly holder: string
  /** Of the field that is answered: an upload may have been made under a wider one. */
  readonly policy: FilePolicy
}

/**
 * Takes an upload into an answer, once, by one guarded statement (rule 1): of any number of holders who claim one file,
 * one gets it. From then on it lives as long as its person, or until it is removed.
 *
 * @throws `files.unknown`, one and the same for a file that never was, is another app's or another person's, or is held
 *   by something else; `files.wrong-type`, `files.too-large`, `files.quota`
 */
export async function claimFile(at: Ports, tx: Tx, claim: Claim): Promise<KeptFile> {
  const { fileId, appId, userId, holder, policy } = claim
  const now = at.clock.now()
  const row = await tx
    .updateTable('files')
    .set({
      claimed_at: sql<number>`COALESCE(claimed_at, ${now})`,
      holder: holder,
      private: policy.isPrivate ? 1 : 0,
      ...(userId !== undefined && { user_id: userId }),
    })
    .where('id', '=', fileId)
    .where('app_id', '=', appId)
    .where('state', '=', 'kept')
    .where((one) => one.or([one('holder', 'is', null), one('holder', '=', holder)]))
    .where((one) =>
      one.or([one('user_id', 'is', null), ...(userId === undefined ? [] : [one('user_id', '=', userId)])]),
    )
    .returningAll()
    .executeTakeFirst()
  const file = row ? fileOf(row) : refuse('files.unknown')
  checkType(policy, file.type, at.files.images.canDraw(file.type))
  if (file.bytes > policy.mostBytes) refuseLarge(policy.mostBytes)
  if (userId !== undefined) await checkQuota(tx, userId, policy.mostBytesPerPerson)
  return file
}

async function checkQuota(tx: Tx, userId: UserId, mostBytes: number): Promise<void> {
  const { sum } = await tx
    .selectFrom('files')
    .select(sql<number>`COALESCE(SUM(bytes + preview_bytes), 0)`.as('sum'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  if (Number(sum) > mostBytes) refuse('files.quota')
}
