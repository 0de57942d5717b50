import { type Contact, hold, type Language, type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import type { Profile } from './profile.ts'
import { replaceUnprovenMobile, writeProfile } from './save-user.ts'
import { findUser, type User } from './user.ts'

export interface ProfileChange {
  /** Fields to set; undefined removes one, and the others stay. */
  fields: { readonly [F in keyof Profile]?: Profile[F] | undefined }
  /** With `fields.mobile`: the number it parses as, or undefined when it is none. */
  mobile?: Contact | undefined
  /** The language the person is spoken to in; the old one stays where none is given. */
  language?: Language | undefined
}

/**
 * Merges fields into a person's profile; changes of the same person wait for each other, so none is lost.
 *
 * @param appId the app that asks; undefined for the person's own pages
 */
export async function changeProfile(
  at: Ports,
  appId: string | undefined,
  userId: UserId,
  { fields, mobile, language }: ProfileChange,
): Promise<User> {
  return transact(at, async (tx) => {
    await hold(tx, `user:${userId}`)
    const user = (await findUser(at, tx, userId)) ?? refuse('passwords.wrong')
    const merged = Object.entries({ ...user.profile, ...fields }).filter(([, value]) => value !== undefined)
    await writeProfile(at, tx, userId, Object.fromEntries(merged))
    if (fields.mobile !== undefined) await replaceUnprovenMobile(at, tx, userId, mobile)
    if (language) await tx.updateTable('users').set({ language }).where('id', '=', userId).execute()
    const changed = [...Object.keys(fields), ...(language ? ['language'] : [])].join(' ')
    await recordEvent(at, tx, { kind: 'user.changed', userId, appId, facts: { fields: changed } })
    return (await findUser(at, tx, userId)) as User
  })
}
