import { type Db, keepStatement, type Ports, refuse, type Tables, type Tx, type UserId } from '../../kernel/index.ts'
import { houseSettings } from '../settings/index.ts'
import { findLogin, findUser, type User } from '../users/index.ts'
import type { CodeTarget } from '../verification/index.ts'
import { type Answer, findAnswer } from './keep-answer.ts'
import { type Notification, targetsOf } from './notification.ts'
import type { Provider } from './provider.ts'
import './table.ts'

/** What a person gave when they signed up at a provider, besides login and password. */
export interface Enrolment {
  readonly userId: UserId
  readonly answerId: number
  readonly notification: Notification
  /** What an app keeps with the person; never read here. */
  readonly state: Readonly<Record<string, unknown>>
  /** The language tag of the answer, as `en_US`. */
  readonly locale: string
  readonly revision: number
  readonly createdAt: number
  readonly changedAt: number
}

/** A person of a provider, whole. */
export interface Member {
  readonly user: User
  readonly providerId: string
  readonly login: string
  readonly enrolment: Enrolment
  readonly answer: Answer
}

const sealName = (userId: number): string => `enrolment:${userId}`

interface Said {
  notification: Notification
  state: Readonly<Record<string, unknown>>
}

export async function insertEnrolment(
  at: Ports,
  tx: Tx,
  { userId, answerId, locale, ...said }: { userId: UserId; answerId: number; locale: string } & Said,
): Promise<void> {
  const now = at.clock.now()
  await insert(tx, { user_id: userId, answer_id: answerId, sealed: seal(at, userId, said), locale, now })
}

type Fresh = Pick<Tables['enrolments'], 'user_id' | 'answer_id' | 'sealed' | 'locale'> & { readonly now: number }

const insert = keepStatement((db, row: Fresh) =>
  db.insertInto('enrolments').values({
    user_id: row.user_id,
    answer_id: row.answer_id,
    sealed: row.sealed,
    locale: row.locale,
    revision: 0,
    created_at: row.now,
    changed_at: row.now,
  }),
)

const seal = (at: Ports, userId: UserId, { notification, state }: Said): string =>
  at.keyring.seal(JSON.stringify({ notification, state }), sealName(userId))

/** Writes what was changed, and counts a change of the answer as one, too. */
export async function updateEnrolment(
  at: Ports,
  tx: Tx,
  userId: UserId,
  said: Said & { locale: string },
): Promise<void> {
  await tx
    .updateTable('enrolments')
    .set((one) => ({
      sealed: seal(at, userId, said),
      locale: said.locale,
      revision: one('revision', '+', 1),
      changed_at: at.clock.now(),
    }))
    .where('user_id', '=', userId)
    .execute()
}

export async function findEnrolment(
  at: Pick<Ports, 'keyring'>,
  db: Db,
  userId: UserId,
): Promise<Enrolment | undefined> {
  const row = await db.selectFrom('enrolments').selectAll().where('user_id', '=', userId).executeTakeFirst()
  if (!row) return undefined
  const { notification, state } = JSON.parse(at.keyring.open(row.sealed, sealName(row.user_id)))
  return {
    userId,
    answerId: row.answer_id,
    notification,
    state,
    locale: row.locale,
    revision: row.revision,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}

/**
 * A person with login, answer and what else they gave; undefined for somebody who came by another way.
 */
export async function findMember(
  at: Pick<Ports, 'db' | 'keyring'>,
  userId: UserId,
  db: Db = at.db,
): Promise<Member | undefined> {
  const [user, login, enrolment] = [
    await findUser(at, db, userId),
    await findLogin(db, userId),
    await findEnrolment(at, db, userId),
  ]
  const answer = enrolment && (await findAnswer(at, db, enrolment.answerId))
  return user && login && enrolment && answer
    ? { user, providerId: login.providerId, login: login.login, enrolment, answer }
    : undefined
}

/** @throws `sessions.not-signed-in` for somebody who came by another way, or is gone */
export async function readMember(at: Pick<Ports, 'db' | 'keyring'>, userId: UserId, db: Db = at.db): Promise<Member> {
  return (await findMember(at, userId, db)) ?? refuse('sessions.not-signed-in')
}

/** Every way that a code to this person goes. */
export async function readTargets(at: Ports, provider: Provider, userId: UserId): Promise<CodeTarget[]> {
  const { region } = await houseSettings.read(at)
  const [login, enrolment] = [await findLogin(at.db, userId), await findEnrolment(at, at.db, userId)]
  return login && enrolment ? targetsOf(provider, login.login, enrolment.notification, region) : []
}
