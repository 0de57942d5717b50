import { firstNameOf, type User } from '../../../capabilities/users/index.ts'
import { type Language, localeOf } from '../../../kernel/index.ts'
import { layoutTexts, maskEmail, maskNumber, sayNumber } from '../../../views/index.ts'
import { fieldTexts } from '../texts/fields.ts'

/** What an app may receive of a person, each as people would name it. */
export const sharedFields = [
  'id',
  'name',
  'firstName',
  'lastName',
  'userName',
  'email',
  'phone',
  'gender',
  'birthDate',
  'nationalCode',
  'iban',
  'picture',
  'cover',
  'registered',
  'verified',
  'relationship',
  'biography',
  'website',
  'language',
] as const
export type Shared = (typeof sharedFields)[number]

/** The fields of each scope (OpenID Connect Core §5.4; contracts/sngine.md and payping.md). */
const ofScopes: Readonly<Record<string, readonly Shared[]>> = {
  openid: ['id'],
  profile: ['name', 'firstName', 'lastName', 'userName', 'gender', 'birthDate', 'picture', 'website', 'language'],
  email: ['email'],
  phone: ['phone'],
  nationalcode: ['nationalCode'],
  birthday: ['birthDate'],
  shaba: ['iban'],
  'log-in-with': [
    ...(['id', 'userName', 'email', 'firstName', 'lastName', 'gender', 'birthDate', 'picture', 'cover'] as const),
    ...(['registered', 'verified', 'relationship', 'biography', 'website'] as const),
  ],
}

/** The field of each single claim (OpenID Connect Core §5.1). */
const ofClaims: Readonly<Record<string, Shared>> = {
  sub: 'id',
  name: 'name',
  given_name: 'firstName',
  family_name: 'lastName',
  preferred_username: 'userName',
  email: 'email',
  email_verified: 'email',
  phone_number: 'phone',
  phone_number_verified: 'phone',
  gender: 'gender',
  birthdate: 'birthDate',
  picture: 'picture',
  website: 'website',
  locale: 'language',
  national_code: 'nationalCode',
  iban: 'iban',
  username: 'id',
}

/** Every field that scopes and single claims give, once, in the order in which people are told. */
export function fieldsOf(scopes: readonly string[], claims: readonly string[]): Shared[] {
  const all = new Set([...scopes.flatMap((scope) => ofScopes[scope] ?? []), ...claims.map((claim) => ofClaims[claim])])
  return sharedFields.filter((field) => all.has(field))
}

/** The person's own value, in a form that its owner recognizes and a bystander does not learn; undefined for none. */
export function exampleOf(language: Language, user: User, field: Shared): string | undefined {
  const { profile } = user
  const contact = (kind: 'email' | 'mobile') => user.contacts.find((one) => one.kind === kind)?.value
  const texts = fieldTexts[language]
  const date = (at: number | string) =>
    new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at))
  const masked = (value: string | undefined, mask: (value: string) => string) => (value ? mask(value) : undefined)
  const examples: Partial<Record<Shared, string | undefined>> = {
    id: String(user.id),
    firstName: firstNameOf(profile),
    email: masked(contact('email'), maskEmail),
    phone: masked(contact('mobile'), (number) => sayNumber(language, maskNumber(number))),
    gender: profile.gender && texts.genders[profile.gender],
    birthDate: profile.birthDate && date(profile.birthDate),
    nationalCode: masked(profile.nationalCode, maskEnd),
    iban: masked(profile.iban, maskEnd),
    registered: date(user.createdAt),
    verified: user.contacts.some((one) => one.provenAt !== undefined) ? texts.yes : texts.no,
    language: layoutTexts[user.language ?? language].name,
    biography: masked(profile.biography, (text) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)),
  }
  if (field in examples) return examples[field]
  return profile[field as 'name' | 'lastName' | 'userName' | 'picture' | 'cover' | 'relationship' | 'website']
}

const maskEnd = (value: string): string => `••••${value.slice(-4)}`
