import { existsSync, readFileSync } from 'node:fs'
import { findSecretHolder, listApps } from '../../capabilities/apps/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { apply } from './apply.ts'
import { readAppliedFile } from './read-file.ts'
import type { AppliedFile } from './schema.ts'

const path = new URL('../../../../examples/demo.json', import.meta.url)

/** The demo apps as the repository publishes them; an empty file where it is not part of the installation. */
export function readDemo(): AppliedFile {
  return existsSync(path) ? readAppliedFile('examples/demo.json', readFileSync(path, 'utf8'), 'development') : {}
}

/**
 * Development mode's first start: a house without apps gets the demo's; so does one whose first start was cut off, where
 * a demo app stands without the key that belongs to it.
 */
export async function applyDemo(at: Ports): Promise<void> {
  const demo = readDemo()
  const standing = new Set((await listApps(at.db)).map((app) => app.id))
  const keys = (demo.apps ?? []).flatMap(({ id, portalKeys = [] }) => portalKeys.map((key) => ({ id, key })))
  for (const { id, key } of keys) {
    const cut = standing.has(id) && (await findSecretHolder(at, 'portal-key', key)) === undefined
    if (standing.size === 0 || cut) return void (await apply(at, demo))
  }
}
