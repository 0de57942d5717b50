import { type AnswerProblem, type Db, foldDigits, type Ports, refuse, type Tx } from '../../kernel/index.ts'
import { houseSettings } from '../settings/index.ts'
import { type AnswerItem, compileForm, type Occasion } from './compile-form.ts'
import type { Form } from './definition.ts'

/** Everything that is wrong with an answer, besides what somebody else has given already. */
export async function findProblems(
  at: Pick<Ports, 'db' | 'clock'>,
  form: Form,
  items: unknown,
  occasion: Occasion,
): Promise<readonly AnswerProblem[]> {
  const { region } = await houseSettings.read(at)
  return compileForm(form)(items, occasion, { region })
}

/** Refuses an answer with all its problems at once. */
export function refuseAnswer(problems: readonly AnswerProblem[]): void {
  if (problems.length > 0) refuse('forms.answer-refused', { problems })
}

interface Unique {
  readonly marker: string
  readonly value: string
}

/** The values of an answer that no two may share, as they are compared: folded, so that spelling makes no second one. */
function uniquesOf(form: Form, items: readonly AnswerItem[]): Unique[] {
  const unique = new Set(form.attributes.filter((one) => one.validators?.unique).map((one) => one.marker))
  return unique.size === 0
    ? []
    : items
        .filter(({ marker, value }) => unique.has(marker) && value !== null)
        .map(({ marker, value }) => ({
          marker,
          value: foldDigits(String(value).trim().normalize('NFKC').toLowerCase()),
        }))
}

const macsOf = (at: Pick<Ports, 'keyring'>, form: Form, { marker, value }: Unique): string[] =>
  at.keyring.macs('index', 'form-unique', form.id, marker, value)

async function findTaken(at: Ports, db: Db, form: Form, one: Unique, answerId?: number): Promise<boolean> {
  const row = await db
    .selectFrom('form_uniques')
    .select('answer_id')
    .where('form_id', '=', form.id)
    .where('marker', '=', one.marker)
    .where('value_mac', 'in', macsOf(at, form, one))
    .executeTakeFirst()
  return row !== undefined && row.answer_id !== answerId
}

/** The values that another answer holds; an account that waits for its code holds none. */
export async function findTakenValues(
  at: Ports,
  form: Form,
  items: readonly AnswerItem[],
  answerId?: number,
): Promise<AnswerProblem[]> {
  const taken: AnswerProblem[] = []
  for (const one of uniquesOf(form, items)) {
    if (await findTaken(at, at.db, form, one, answerId)) taken.push({ field: one.marker, rule: 'unique' })
  }
  return taken
}

/**
 * Takes the unique values of an answer, in the caller's transaction: of any number of parallel answers one has each
 * (rule 1, by the primary key). What the answer held before is given back.
 *
 * @throws `forms.answer-refused` naming the markers
 */
export async function claimValues(
  at: Ports,
  tx: Tx,
  form: Form,
  answerId: number,
  items: readonly AnswerItem[],
): Promise<void> {
  const wanted = uniquesOf(form, items)
  if (form.attributes.some((one) => one.validators?.unique)) {
    await tx.deleteFrom('form_uniques').where('answer_id', '=', answerId).execute()
  }
  for (const one of wanted.toSorted((a, b) => (a.marker < b.marker ? -1 : 1))) {
    const row = {
      form_id: form.id,
      marker: one.marker,
      value_mac: macsOf(at, form, one)[0] as string,
      answer_id: answerId,
    }
    const claimed = await tx
      .insertInto('form_uniques')
      .values(row)
      .onConflict((on) => on.columns(['form_id', 'marker', 'value_mac']).doNothing())
      .returning('answer_id')
      .executeTakeFirst()
    if (!claimed || (await findTaken(at, tx, form, one, answerId))) {
      refuseAnswer([{ field: one.marker, rule: 'unique' }])
    }
  }
}
