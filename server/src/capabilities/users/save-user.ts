import {
  type Contact,
  keepStatement,
  type Language,
  newUserId,
  type Ports,
  type Tables,
  type Tx,
  type UserId,
} from '../../kernel/index.ts'
import { type Profile, partProfile } from './profile.ts'
import { sealName } from './user.ts'

export interface NewUser {
  state: 'pending' | 'active'
  language: Language | undefined
  appId: string | undefined
  profile: Profile
  contacts: Contact[]
  /** When the contacts were proven, for an account that is active from the start. */
  provenAt?: number
}

/** Writes a person with unproven contacts (unless `provenAt` is given). The number is drawn again on a conflict. */
export async function insertUser(at: Ports, tx: Tx, user: NewUser): Promise<UserId> {
  for (;;) {
    const id = newUserId(at)
    const now = at.clock.now()
    const inserted = await insertPerson(tx, {
      id,
      state: user.state,
      language: user.language ?? null,
      app_id: user.appId ?? null,
      ...profileColumns(at, id, user.profile),
      created_at: now,
      activated_at: user.state === 'active' ? now : null,
    })
    if (inserted.length === 0) continue
    const shared = { user_id: id, proven_at: user.provenAt ?? null, created_at: now }
    for (const { kind, value } of user.contacts) await insertContact(tx, { ...shared, kind, value })
    return id
  }
}

const insertPerson = keepStatement((db, row: Tables['users']) =>
  db
    .insertInto('users')
    .values({
      id: row.id,
      state: row.state,
      language: row.language,
      app_id: row.app_id,
      profile: row.profile,
      sealed: row.sealed,
      created_at: row.created_at,
      activated_at: row.activated_at,
    })
    .onConflict((on) => on.column('id').doNothing())
    .returning('id'),
)

type NewContact = Pick<Tables['contacts'], 'user_id' | 'kind' | 'value' | 'proven_at' | 'created_at'>

const insertContact = keepStatement((db, row: NewContact) =>
  db.insertInto('contacts').values({
    user_id: row.user_id,
    kind: row.kind,
    value: row.value,
    proven_at: row.proven_at,
    created_at: row.created_at,
  }),
)

/** Writes the whole profile of a person. */
export async function writeProfile(at: Ports, tx: Tx, id: UserId, profile: Profile): Promise<void> {
  await tx
    .updateTable('users')
    .set(profileColumns(at, id, profile))
    .where('id', '=', id)
    .execute()
}

/** Makes `mobile` the person's unproven mobile contact; a proven one stays beside it until another is proven. */
export async function replaceUnprovenMobile(at: Ports, tx: Tx, id: UserId, mobile: Contact | undefined): Promise<void> {
  await tx
    .deleteFrom('contacts')
    .where('user_id', '=', id)
    .where('kind', '=', 'mobile')
    .where('proven_at', 'is', null)
    .execute()
  if (!mobile) return
  await tx
    .insertInto('contacts')
    .values({ user_id: id, kind: mobile.kind, value: mobile.value, proven_at: null, created_at: at.clock.now() })
    .onConflict((on) => on.columns(['user_id', 'kind', 'value']).doNothing())
    .execute()
}

function profileColumns(at: Ports, id: UserId, profile: Profile) {
  const { clear, secret } = partProfile(profile)
  return {
    profile: JSON.stringify(clear),
    sealed: secret ? at.keyring.seal(JSON.stringify(secret), sealName(id)) : null,
  }
}
