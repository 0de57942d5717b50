import type { PageRoute } from '../visit.ts'
import { addContactPage } from './add-contact.ts'
import { appPages } from './apps.ts'
import { contactPages } from './contacts.ts'
import { dataPages } from './data.ts'
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
  addContactPage,
  passwordPage,
  sessionsPage,
  ...appPages,
  ...dataPages,
  signOutPage,
]
