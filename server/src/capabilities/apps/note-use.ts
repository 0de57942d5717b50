import type { Db, Ports } from '../../kernel/index.ts'

/** When secrets were used last, by this process and since it last wrote that down. */
const uses = new WeakMap<Db, Map<string, number>>()

/** Remembers that a secret was used. No request waits for the writing: that comes once a minute ({@link writeUses}). */
export function noteUse({ db, clock }: Pick<Ports, 'db' | 'clock'>, credential: string): void {
  const noted = uses.get(db) ?? new Map<string, number>()
  uses.set(db, noted)
  noted.set(credential, clock.now())
}

/** Writes down when each secret was used last; an earlier use that another process noted never wins. */
export async function writeUses({ db }: Pick<Ports, 'db'>): Promise<void> {
  const noted = uses.get(db) ?? []
  uses.delete(db)
  for (const [credential, usedAt] of noted) {
    await db
      .updateTable('app_credentials')
      .set({ last_used_at: usedAt })
      .where('id', '=', credential)
      .where((one) => one.or([one('last_used_at', 'is', null), one('last_used_at', '<', usedAt)]))
      .execute()
  }
}
