import type { Account, AccountClaims } from 'oidc-provider'
import { findUser, type User } from '../../capabilities/users/index.ts'
import { findUserId, type Ports } from '../../kernel/index.ts'

/** Which claims each scope asks for (OpenID Connect Core §5.4, and contracts/payping.md, 4). */
export const claimsOfScopes = {
  openid: ['sub', 'username', 'acr', 'amr', 'auth_time'],
  profile: [
    'name',
    'given_name',
    'family_name',
    'preferred_username',
    'gender',
    'birthdate',
    'picture',
    'website',
    'locale',
  ],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  nationalcode: ['national_code'],
  birthday: ['birthdate'],
  shaba: ['iban'],
}

/** A person as the protocol knows one; nobody where the account is suspended or gone. */
export async function findAccount(at: Ports, sub: string): Promise<Account | undefined> {
  const id = findUserId(sub)
  const user = id === undefined ? undefined : await findUser(at, at.db, id)
  if (user?.state !== 'active') return undefined
  return {
    accountId: sub,
    claims: (use, scope) => ({ ...claimsOf(user), ...(use === 'userinfo' && { username: nameOf(user, scope) }) }),
  }
}

/** What clients of PayPing know a person by: never absent, and no more than the scope allows. */
const nameOf = ({ id, profile }: User, scope: string): string =>
  (scope.split(' ').includes('profile') ? profile.userName : undefined) ?? String(id)

function claimsOf(user: User): AccountClaims {
  const { profile } = user
  const contact = (kind: 'email' | 'mobile') => user.contacts.find((one) => one.kind === kind)
  const [email, mobile] = [contact('email'), contact('mobile')]
  const claims = {
    name: profile.name ?? ([profile.firstName, profile.lastName].filter(Boolean).join(' ') || undefined),
    given_name: profile.firstName,
    family_name: profile.lastName,
    preferred_username: profile.userName,
    gender: profile.gender,
    birthdate: profile.birthDate,
    picture: profile.picture,
    website: profile.website,
    national_code: profile.nationalCode,
    iban: profile.iban,
    locale: user.language,
    ...(email && { email: email.value, email_verified: email.provenAt !== undefined }),
    ...(mobile && { phone_number: mobile.value, phone_number_verified: mobile.provenAt !== undefined }),
  }
  return {
    sub: String(user.id),
    ...Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)),
  }
}
