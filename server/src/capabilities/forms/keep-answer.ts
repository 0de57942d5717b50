import { type Db, keepStatement, newUserId, type Ports, type Tables, type Tx, type UserId } from '../../kernel/index.ts'
import type { AnswerItem } from './compile-form.ts'
import type { Form } from './definition.ts'
import './table.ts'

/** What was answered to a form, as it was given. */
export interface Answer {
  readonly id: number
  readonly formId: string
  /** The version it was given to (attack 76). */
  readonly formVersion: number
  readonly appId: string | undefined
  readonly userId: UserId | undefined
  readonly status: string | undefined
  readonly values: readonly AnswerItem[]
  readonly revision: number
  readonly createdAt: number
  readonly changedAt: number
}

export interface NewAnswer {
  readonly form: Form
  readonly values: readonly AnswerItem[]
  readonly appId: string | undefined
  readonly userId: UserId | undefined
  readonly status?: string | undefined
}

/** People's answers rest sealed: a form may ask for anything, national codes and accounts among it (rule 3). */
const sealName = (id: number): string => `answer:${id}`

/** Writes an answer that was judged. Its number is drawn again on a conflict. */
export async function insertAnswer(at: Ports, tx: Tx, wish: NewAnswer): Promise<Answer> {
  for (;;) {
    const id: number = newUserId(at)
    const now = at.clock.now()
    const { form, values, appId, userId, status } = wish
    const inserted = await insert(tx, {
      id,
      form_id: form.id,
      form_version: form.version,
      app_id: appId ?? null,
      user_id: userId ?? null,
      status: status ?? null,
      sealed: at.keyring.seal(JSON.stringify(values), sealName(id)),
      now,
    })
    if (inserted.length === 0) continue
    const said = { formId: form.id, formVersion: form.version, appId, userId, status, values }
    return { id, ...said, revision: 0, createdAt: now, changedAt: now }
  }
}

type Fresh = Omit<Tables['form_answers'], 'revision' | 'created_at' | 'changed_at'> & { readonly now: number }

const insert = keepStatement((db, row: Fresh) =>
  db
    .insertInto('form_answers')
    .values({
      id: row.id,
      form_id: row.form_id,
      form_version: row.form_version,
      app_id: row.app_id,
      user_id: row.user_id,
      status: row.status,
      sealed: row.sealed,
      revision: 0,
      created_at: row.now,
      changed_at: row.now,
    })
    .onConflict((on) => on.column('id').doNothing())
    .returning('id'),
)

/** Writes other values to an answer, given to the version they were judged by. */
export async function updateAnswer(
  at: Ports,
  tx: Tx,
  id: number,
  change: { form?: Form; values?: readonly AnswerItem[]; status?: string | undefined },
): Promise<void> {
  await tx
    .updateTable('form_answers')
    .set((one) => ({
      ...(change.values && { sealed: at.keyring.seal(JSON.stringify(change.values), sealName(id)) }),
      ...(change.form && { form_version: change.form.version }),
      ...(change.status !== undefined && { status: change.status }),
      revision: one('revision', '+', 1),
      changed_at: at.clock.now(),
    }))
    .where('id', '=', id)
    .execute()
}

export interface AnswerRow {
  id: number
  form_id: string
  form_version: number
  app_id: string | null
  user_id: number | null
  status: string | null
  sealed: string
  revision: number
  created_at: number
  changed_at: number
}

export const answerOf = (at: Pick<Ports, 'keyring'>, row: AnswerRow): Answer => ({
  id: row.id,
  formId: row.form_id,
  formVersion: row.form_version,
  appId: row.app_id ?? undefined,
  userId: (row.user_id as UserId | null) ?? undefined,
  status: row.status ?? undefined,
  values: JSON.parse(at.keyring.open(row.sealed, sealName(row.id))),
  revision: row.revision,
  createdAt: row.created_at,
  changedAt: row.changed_at,
})

export async function findAnswer(at: Pick<Ports, 'keyring'>, db: Db, id: number): Promise<Answer | undefined> {
  const row = await db.selectFrom('form_answers').selectAll().where('id', '=', id).executeTakeFirst()
  return row && answerOf(at, row)
}

/** Every answer of a person, oldest first: for the export of all that is kept about them. */
export async function listAnswersOf(at: Pick<Ports, 'keyring' | 'db'>, userId: UserId): Promise<Answer[]> {
  const rows = await at.db.selectFrom('form_answers').selectAll().where('user_id', '=', userId).orderBy('id').execute()
  return rows.map((row) => answerOf(at, row))
}
