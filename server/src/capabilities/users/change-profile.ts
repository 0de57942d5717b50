import { type Contact, hold, type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import type { Profile } from './profile.ts'
import { replaceUnprovenMobile, writeProfile } from './save-user.ts'
import { findUser, type User } from './user.ts'

export interface ProfileChange {
  /** Fields to set; the others stay. */
  fields: Profile
  /** With `fields.mobile`: the number it parses as, or undefined when it is none. */
  mobile: Contact | undefined
}

/** Merges fields into a person's profile; changes of the same person wait for each other, so none is lost. */
export async function changeProfile(
  at: Ports,
  appId: string,
  userId: UserId,
  { fields, mobile }: ProfileChange,
): Promise<User> {
  return transact(at, async (tx) => {
    await hold(tx, `user:${userId}`)
    const user = (await findUser(at, tx, userId)) ?? refuse('passwords.wrong')
    await writeProfile(at, tx, userId, { ...user.profile, ...fields })
    if (fields.mobile !== undefined) await replaceUnprovenMobile(at, tx, userId, mobile)
    await recordEvent(at, tx, { kind: 'user.changed', userId, appId, facts: { fields: Object.keys(fields).join(' ') } })
    return (await findUser(at, tx, userId)) as User
  })
}
