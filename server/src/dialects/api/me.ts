import { Type } from 'typebox'
import { emailOf, findUser } from '../../capabilities/users/index.ts'
import { languages, refuse } from '../../kernel/index.ts'
import { byPerson } from './gates.ts'
import { operation } from './operation.ts'

const Me = Type.Object(
  {
    id: Type.String({ description: 'The same as `sub`' }),
    name: Type.Optional(Type.String()),
    language: Type.Optional(Type.Enum([...languages])),
    email: Type.Optional(Type.String()),
    emailVerified: Type.Optional(Type.Boolean()),
  },
  { $id: 'Me' },
)

/** The person whom a token speaks for, as far as its scopes tell. */
export const me = [
  operation({
    method: 'GET',
    path: '/me',
    id: 'readMe',
    summary: 'Who the token speaks for; the name with the scope `profile`, the e-mail with `email`',
    gate: byPerson('openid'),
    status: 200,
    answer: Me,
    refusals: [],
    async run({ at }, { userId, scopes }) {
      const user = (await findUser(at, at.db, userId)) ?? refuse('sessions.not-signed-in')
      const { name } = user.profile
      const email = emailOf(user)
      return {
        id: String(user.id),
        ...(scopes.includes('profile') && name !== undefined && { name }),
        ...(scopes.includes('profile') && user.language && { language: user.language }),
        ...(scopes.includes('email') && email && { email: email.value, emailVerified: email.provenAt !== undefined }),
      }
    },
  }),
]
