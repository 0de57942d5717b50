import type { Migration } from 'kysely/migration'
import { first } from './0001-first.ts'

/** In order of their names; one that has landed is never edited. */
export const migrations: Record<string, Migration> = { '0001-first': first }
