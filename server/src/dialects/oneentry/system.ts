import { refuse } from '../../kernel/index.ts'
import { languageFor, problemOf } from './problem.ts'
import type { Row } from './row.ts'
import { oneentryTexts } from './texts.ts'

/** What the platform's client tries its errors with. */
export const systemRows: readonly Row[] = [
  { method: 'GET', path: '/system/test404', run: async () => refuse('pages.not-found') },
  {
    method: 'GET',
    path: '/system/test500',
    status: 500,
    run: async ({ asked }) => problemOf(500, oneentryTexts[languageFor(asked)].failure),
  },
  { method: 'GET', path: '/system/api-stat', run: async ({ app }) => ({ status: 'ok', project: app.name }) },
]
