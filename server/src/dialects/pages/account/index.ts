import type { PageRoute } from '../visit.ts'
import { addContactPages } from './add-contact.ts'
import { appPages } from './apps.ts'
import { contactPages } from './contacts.ts'
import { dataPages } from './data.ts'
import { mergePage } from './merge.ts'
import { overviewPage } from './overview.ts'
import { passwordPage } from './password.ts'
import { profilePages } from './profile.ts'
import { sessionsPage } from './sessions.ts'
import { signOutPage } from './sign-out.ts'

/** Everything of one person, for that person. */
export const accountPages: readonly PageRoute[] = [
  overviewPage,
  ...profilePages,
  ...contactPages,
  ...addContactPages,
  mergePage,
  passwordPage,
  sessionsPage,
  ...appPages,
  ...dataPages,
  signOutPage,
]
