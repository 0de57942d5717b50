import { existsSync, readFileSync } from 'node:fs'
import { listApps } from '../../capabilities/apps/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { apply } from './apply.ts'
import { readAppliedFile } from './read-file.ts'
import type { AppliedFile } from './schema.ts'

const path = new URL('../../../../examples/demo.json', import.meta.url)

/** The demo apps as the repository publishes them; an empty file where it is not part of the installation. */
export function readDemo(): AppliedFile {
  return existsSync(path) ? readAppliedFile('examples/demo.json', readFileSync(path, 'utf8'), 'development') : {}
}

/** Development mode's first start: a house without apps gets the demo's. */
export async function applyDemo(at: Ports): Promise<void> {
  if ((await listApps(at.db)).length === 0) await apply(at, readDemo())
}
