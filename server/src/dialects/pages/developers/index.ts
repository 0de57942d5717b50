import type { PageRoute } from '../visit.ts'
import { editPage } from './edit.ts'
import { listPage } from './list.ts'
import { overviewPage } from './overview.ts'
import { registerPage } from './register.ts'
import { secretsPage } from './secrets.ts'

export const developerPages: readonly PageRoute[] = [listPage, registerPage, overviewPage, editPage, secretsPage]
