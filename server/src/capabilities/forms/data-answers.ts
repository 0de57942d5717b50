import { hold, type Ports, refuse, type Tx, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { spend } from '../limits/index.ts'
import type { AnswerItem } from './compile-form.ts'
import type { Form } from './definition.ts'
import { claimValues, findProblems, findTakenValues, refuseAnswer } from './judge-answer.ts'
import { type Answer, answerOf, findAnswer, insertAnswer, updateAnswer } from './keep-answer.ts'
import { claimOwnFiles, findOwnFiles } from './own-files.ts'
import { readForm } from './save-form.ts'
import { formSettings } from './settings.ts'

/** An answer to a form that is no sign-up form. */
export interface AnswerWish {
  readonly formId: string
  /** The version that the person saw; the one that stands now where none is named (attack 76). */
  readonly version?: number | undefined
  /** `[{marker, type, value}]`, unread. */
  readonly values: unknown
  /** Who answers, where somebody is signed in. */
  readonly userId?: UserId | undefined
  readonly status?: string | undefined
}

/**
 * Takes an answer to a form in, as it was given.
 *
 * @throws `forms.unknown`, also for a sign-up form; `forms.answer-refused` with every problem; `limits.exhausted`
 */
export async function giveAnswer(at: Ports, app: App, wish: AnswerWish): Promise<Answer> {
  const form = await readDataForm(at, wish.formId, wish.version)
  const values = await judge(at, form, wish.values, 'answer')
  await spend(at, { budget: 'forms.answersPerApp', of: [app.id] }, (await formSettings.read(at)).answersPerApp)
  const { userId, status } = wish
  const files = await findOwnFiles(at, form, values)
  return transact(at, async (tx) => {
    const answer = await insertAnswer(at, tx, { form, values, appId: app.id, userId, status })
    await claimValues(at, tx, form, answer.id, values)
    await claimOwnFiles(at, tx, files, { appId: app.id, userId, answerId: answer.id })
    await recordEvent(at, tx, { kind: 'answer.given', userId, appId: app.id, facts: { form: form.id } })
    return answer
  })
}

async function readDataForm(at: Ports, id: string, version?: number): Promise<Form> {
  const form = await readForm(at, id, version)
  return form.type === 'sign-up' ? refuse('forms.unknown', { form: id }) : form
}

async function judge(
  at: Ports,
  form: Form,
  values: unknown,
  occasion: 'answer' | 'change',
  answerId?: number,
): Promise<readonly AnswerItem[]> {
  refuseAnswer(await findProblems(at, form, values, occasion))
  const items = values as AnswerItem[]
  refuseAnswer(await findTakenValues(at, form, items, answerId))
  return items
}

/** Where a page of answers begins, and how many it has: `after` the last number that was seen, or by `offset`. */
export interface PageWish {
  readonly after?: number | undefined
  readonly offset?: number | undefined
  readonly limit?: number | undefined
  /** Of these alone; of any where there is none. */
  readonly statuses?: readonly string[]
}

/**
 * The answers to a form that the app took in, in the order they were given. Of nobody's sign-up (attack 32).
 *
 * @throws `forms.unknown`
 */
export async function listAnswers(
  at: Ports,
  app: App,
  formId: string,
  { after, offset = 0, limit = 30, statuses = [] }: PageWish = {},
): Promise<{ total: number; answers: Answer[] }> {
  await readDataForm(at, formId)
  const own = at.db
    .selectFrom('form_answers')
    .where('form_id', '=', formId)
    .where('app_id', '=', app.id)
    .$if(statuses.length > 0, (all) => all.where('status', 'in', statuses))
  const counted = await own.select(({ fn }) => fn.countAll().as('count')).executeTakeFirst()
  const rows = await own
    .selectAll()
    .$if(after !== undefined, (all) => all.where('id', '>', after ?? 0))
    .orderBy('id')
    .offset(offset)
    .limit(Math.min(limit, 100))
    .execute()
  return { total: Number(counted?.count ?? 0), answers: rows.map((row) => answerOf(at, row)) }
}

/**
 * One of the answers that the app took in.
 *
 * @throws `forms.answer-unknown`, for another app's as for none (attack 58), and for a sign-up
 */
export async function readAnswer(at: Ports, app: App, id: number): Promise<Answer> {
  const answer = await findAnswer(at, at.db, id)
  if (answer?.appId !== app.id) return refuse('forms.answer-unknown')
  const form = await readForm(at, answer.formId, answer.formVersion)
  return form.type === 'sign-up' ? refuse('forms.answer-unknown') : answer
}

/**
 * Changes fields of an answer, its status, or both; fields that are not named stay. It counts from now on as given to the
 * version that it was judged by: the one named, or the one that stands now.
 *
 * @throws `forms.answer-unknown`, `forms.answer-refused`
 */
export async function changeAnswer(
  at: Ports,
  app: App,
  id: number,
  change: { values?: unknown; version?: number | undefined; status?: string | undefined },
): Promise<Answer> {
  const standing = await readAnswer(at, app, id)
  const form = change.values === undefined ? undefined : await readForm(at, standing.formId, change.version)
  const given = form && (await judge(at, form, change.values, 'change', id))
  const files = form && given ? await findOwnFiles(at, form, given) : []
  return transact(at, async (tx) => {
    const held = await holdAnswer(at, tx, id)
    const values = given && mergeAnswer(held.values, given)
    await updateAnswer(at, tx, id, { ...(form && { form }), ...(values && { values }), status: change.status })
    if (form && values) await claimValues(at, tx, form, id, values)
    await claimOwnFiles(at, tx, files, { appId: app.id, userId: held.userId, answerId: id })
    await recordEvent(at, tx, { kind: 'answer.changed', appId: app.id, facts: { form: standing.formId } })
    return (await findAnswer(at, tx, id)) as Answer
  })
}

async function holdAnswer(at: Ports, tx: Tx, id: number): Promise<Answer> {
  await hold(tx, `answer:${id}`)
  return (await findAnswer(at, tx, id)) ?? refuse('forms.answer-unknown')
}

/** The fields that stand, with those that were given in their places and new ones at the end. */
export function mergeAnswer(standing: readonly AnswerItem[], given: readonly AnswerItem[]): AnswerItem[] {
  const changed = new Map(given.map((item) => [item.marker, item]))
  const kept = standing.map((item) => changed.get(item.marker) ?? item)
  const known = new Set(standing.map(({ marker }) => marker))
  return [...kept, ...given.filter(({ marker }) => !known.has(marker))]
}

/** Removes an answer. @throws `forms.answer-unknown` */
export async function removeAnswer(at: Ports, app: App, id: number): Promise<void> {
  const { formId } = await readAnswer(at, app, id)
  await transact(at, async (tx) => {
    const gone = await tx.deleteFrom('form_answers').where('id', '=', id).returning('id').executeTakeFirst()
    if (!gone) refuse('forms.answer-unknown')
    await recordEvent(at, tx, { kind: 'answer.removed', appId: app.id, facts: { form: formId } })
  })
}
