import { Check, Errors } from 'typebox/schema'
import { type Ports, type Tx, transact } from '../../kernel/index.ts'
import { findSetting, forgetCached } from './slice.ts'

/** Says what is wrong with a wish for settings, by the name and in words; undefined when nothing is. */
export function findSettingProblem(wish: Record<string, unknown>): string | undefined {
  for (const [name, value] of Object.entries(wish)) {
    const one = findSetting(name)
    if (!one) return `settings.${name}: there is no such setting`
    const problem = Check(one.schema, value) ? undefined : Errors(one.schema, value)[1][0]
    if (!Check(one.schema, value))
      return `settings.${name}${problem?.instancePath ?? ''}: ${problem?.message ?? 'is wrong'}`
  }
  return undefined
}

/**
 * Stores values by name. The wish must have passed {@link findSettingProblem}.
 *
 * @param record writes what happened, in the same transaction; not called when every value stood so already
 */
export async function changeSettings(
  at: Ports,
  wish: Record<string, unknown>,
  record: (tx: Tx, names: string[]) => Promise<void>,
): Promise<void> {
  const rows = Object.entries(wish).map(([name, value]) => ({
    name,
    value: JSON.stringify(value),
    changed_at: at.clock.now(),
  }))
  if (rows.length === 0) return
  await transact(at, async (tx) => {
    const changed = await tx
      .insertInto('settings')
      .values(rows)
      .onConflict((on) =>
        on
          .column('name')
          .doUpdateSet((row) => ({ value: row.ref('excluded.value'), changed_at: row.ref('excluded.changed_at') }))
          .whereRef('settings.value', '!=', (row) => row.ref('excluded.value')),
      )
      .returning('name')
      .execute()
    if (changed.length > 0)
      await record(
        tx,
        changed.map((row) => row.name),
      )
  })
  forgetCached(at.db)
}
