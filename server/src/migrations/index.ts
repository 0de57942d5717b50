import type { Migration } from 'kysely/migration'
import { first } from './0001-first.ts'
import { openid } from './0002-openid.ts'
import { signIn } from './0003-sign-in.ts'
import { phones } from './0004-phones.ts'
import { guests } from './0005-guests.ts'
import { phoneSignIn } from './0007-phone-sign-in.ts'
import { mergedAccounts } from './0008-merged-accounts.ts'
import { spending } from './0009-spending.ts'
import { forms } from './0010-forms.ts'
import { files } from './0012-files.ts'
import { oneentry } from './0013-oneentry.ts'
import { tokensSince } from './0014-tokens-since.ts'
import { pushSubscriptions } from './0019-push-subscriptions.ts'

/** In order of their names; one that has landed is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-first': first,
  '0002-openid': openid,
  '0003-sign-in': signIn,
  '0004-phones': phones,
  '0005-guests': guests,
  '0007-phone-sign-in': phoneSignIn,
  '0008-merged-accounts': mergedAccounts,
  '0009-spending': spending,
  '0010-forms': forms,
  '0012-files': files,
  '0013-oneentry': oneentry,
  '0014-tokens-since': tokensSince,
  '0019-push-subscriptions': pushSubscriptions,
}
