import { type Db, hold, keepStatement, type Ports, refuse, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import type { Form, FormDefinition } from './definition.ts'
import { findFormFault } from './find-fault.ts'
import './table.ts'

/**
 * Makes a form so, as often as it is asked. What differs from the version that stands becomes a new version; answers keep
 * the one they were given to (attack 76).
 *
 * @throws `input.invalid` naming the place in the definition
 */
export async function saveForm(at: Ports, definition: FormDefinition): Promise<Form> {
  const fault = findFormFault(definition)
  if (fault) refuse('input.invalid', { field: fault.split(':')[0] ?? 'attributes', rule: 'type' })
  const { id, ...rest } = definition
  const text = JSON.stringify(rest)
  return transact(at, async (tx) => {
    await hold(tx, 'forms')
    const standing = await tx.selectFrom('forms').selectAll().where('id', '=', id).executeTakeFirst()
    const now = at.clock.now()
    if (standing && (await readDefinition(tx, id, standing.version))?.definition === text) {
      return read(tx, id, standing.number, standing.version)
    }
    const version = (standing?.version ?? 0) + 1
    const number = standing?.number ?? (await nextNumber(tx))
    const row = { id, number, version, created_at: standing?.created_at ?? now, changed_at: now }
    await tx
      .insertInto('forms')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet({ version, changed_at: now }))
      .execute()
    await tx.insertInto('form_versions').values({ form_id: id, version, definition: text, created_at: now }).execute()
    await recordEvent(at, tx, { kind: 'form.saved', facts: { form: id, version } })
    return read(tx, id, number, version)
  })
}

async function nextNumber(db: Db): Promise<number> {
  const row = await db
    .selectFrom('forms')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirst()
  return Number(row?.last ?? 0) + 1
}

const readDefinition = (db: Db, id: string, version: number) =>
  db.selectFrom('form_versions').selectAll().where('form_id', '=', id).where('version', '=', version).executeTakeFirst()

/** Versions never change, so those that were read stay in memory; so does what was compiled for them. */
const kept = new WeakMap<object, Map<string, Form>>()
const mostKept = 500

async function read(db: Db, id: string, number: number, version: number, house: object = db): Promise<Form> {
  const forms = kept.get(house) ?? new Map<string, Form>()
  kept.set(house, forms)
  const name = `${id} ${version}`
  const known = forms.get(name)
  if (known) return known
  const row = (await readDefinition(db, id, version)) ?? refuse('forms.unknown', { form: id })
  const { type = 'data', title = {}, attributes } = JSON.parse(row.definition) as Omit<FormDefinition, 'id'>
  const place = (one: FormDefinition['attributes'][number], i: number) => one.position ?? i
  const ordered = attributes
    .map((one, i) => ({ one, at: place(one, i) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
  const form = { id, number, version, type, title, attributes: ordered, createdAt: row.created_at }
  if (forms.size >= mostKept) forms.clear()
  forms.set(name, form)
  return form
}

/** The form as it stands now. */
export async function findForm(at: Pick<Ports, 'db'>, id: string): Promise<Form | undefined> {
  const [row] = await readStanding(at.db, { id })
  return row && read(at.db, id, row.number, row.version)
}

const readStanding = keepStatement((db, given: { id: string }) =>
  db.selectFrom('forms').select(['number', 'version']).where('id', '=', given.id),
)

/**
 * A form: the version that is asked for, or the one that stands now.
 *
 * @throws `forms.unknown`, also for a version that there is not
 */
export async function readForm(at: Pick<Ports, 'db'>, id: string, version?: number): Promise<Form> {
  const [row] = await readStanding(at.db, { id })
  if (!row || (version !== undefined && (version < 1 || version > row.version))) {
    return refuse('forms.unknown', { form: id })
  }
  return read(at.db, id, row.number, version ?? row.version)
}

/** Every form as it stands now, in the order of their numbers. */
export async function listForms(
  at: Pick<Ports, 'db'>,
  { offset = 0, limit = 100 }: { offset?: number; limit?: number } = {},
): Promise<{ total: number; forms: Form[] }> {
  const counted = await at.db
    .selectFrom('forms')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirst()
  const rows = await at.db
    .selectFrom('forms')
    .select(['id', 'number', 'version'])
    .orderBy('number')
    .offset(offset)
    .limit(limit)
    .execute()
  const forms: Form[] = []
  for (const { id, number, version } of rows) forms.push(await read(at.db, id, number, version))
  return { total: Number(counted?.count ?? 0), forms }
}
