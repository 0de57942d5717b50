import { findUser, firstNameOf, type User } from '../../capabilities/users/index.ts'
import { type Answer, type Asked, json } from '../../http/index.ts'
import { type Ports, refuse, spellInstant, type Tokens } from '../../kernel/index.ts'
import { badRequest, readParameters, required, spellError } from './wire.ts'

/** The scope of the tokens that `/api/authorize` gives; no other opens this. */
const scope = 'log-in-with'

/**
 * Tells an app's server who logged in. Asked often: it reads the token and the person, and nothing else.
 *
 * @throws `input.missing`, `input.duplicate` (access_token), `sessions.not-signed-in`
 */
export async function readUserInfo(at: Ports, tokens: Tokens, asked: Asked): Promise<Answer> {
  const token = await readToken(at, asked)
  const access = await tokens.findAccess(token)
  if (access?.userId === undefined || !access.scopes.includes(scope)) {
    return (await tokens.isOver(token))
      ? spellError(badRequest('access_token').replace('invalid', 'expired'))
      : refuse('sessions.not-signed-in')
  }
  const user = await findUser(at, at.db, access.userId)
  return user?.state === 'active' ? json(200, { user_info: spellUser(at, user) }) : refuse('sessions.not-signed-in')
}

/** From the query, a posted form, or for new clients the header (RFC 6750 §2); never from two of them. */
async function readToken(at: Ports, asked: Asked): Promise<string> {
  const form = await readParameters(at, asked)
  const bearer = /^Bearer +(\S+)$/i.exec(asked.header('authorization') ?? '')?.[1]
  if (bearer !== undefined && form.has('access_token')) refuse('input.duplicate', { field: 'access_token' })
  return bearer ?? required(form, 'access_token')
}

/** The document's fourteen keys and the two that its platform really sends; all texts, and empty where there is nothing. */
function spellUser(at: Ports, { id, profile, contacts, createdAt }: User): Record<string, string> {
  const email = contacts.find((one) => one.kind === 'email' && one.provenAt !== undefined)
  return {
    user_id: String(id),
    user_name: profile.userName ?? '',
    user_email: email?.value ?? '',
    user_firstname: firstNameOf(profile) ?? '',
    user_lastname: profile.lastName ?? '',
    user_gender: profile.gender ?? '',
    user_birthdate: profile.birthDate ?? '',
    user_picture: profile.picture ?? '',
    user_cover: profile.cover ?? '',
    user_registered: spellInstant(createdAt),
    user_verified: contacts.some((one) => one.provenAt !== undefined) ? '1' : '0',
    user_relationship: profile.relationship ?? '',
    user_biography: profile.biography ?? '',
    user_website: profile.website ?? '',
    profile_picture: absolute(at, profile.picture),
    profile_cover: absolute(at, profile.cover),
  }
}

/** A path alone lies on our own origin (rule 7). */
const absolute = (at: Ports, url = ''): string => (url.startsWith('/') ? `${at.publicUrl}${url}` : url)
