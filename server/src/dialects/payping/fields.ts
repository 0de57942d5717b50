import type { App } from '../../capabilities/apps/index.ts'
import type { Texts, WishField } from '../../capabilities/invitations/index.ts'
import { type Form, shorten } from '../../http/index.ts'
import { foldDigits, refuse } from '../../kernel/index.ts'

/** The document's names, in its own order and case (contracts/payping.md, 2). */
export const wireNames: Readonly<Record<WishField, string>> = {
  userName: 'UserName',
  email: 'Email',
  firstName: 'FirstName',
  lastName: 'LastName',
  mobile: 'PhoneNumber',
  nationalCode: 'NationalCode',
  birthDate: 'BirthDay',
  iban: 'Sheba',
  returnUrl: 'ReturnUrl',
  address: 'address',
  postalCode: 'postalCode',
  localPhone: 'localPhone',
}

const bodyNames = [...Object.values(wireNames), 'ClientId']

/**
 * Values by the names of the wire, whatever case they came in, as ASP.NET takes them.
 *
 * @throws `input.unknown`, `input.duplicate`
 */
function nameAll<V>(entries: Iterable<readonly [string, V]>, names: readonly string[]): ReadonlyMap<string, V> {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]))
  const values = new Map<string, V>()
  for (const [given, value] of entries) {
    const name = known.get(given.toLowerCase()) ?? refuse('input.unknown', { field: shorten(given) })
    if (values.has(name)) refuse('input.duplicate', { field: name })
    values.set(name, value)
  }
  return values
}

/** @throws `input.unknown`, `input.duplicate`, `input.missing` */
export function readEmailQuery(form: Form): string {
  return nameAll(form, ['Email']).get('Email') || refuse('input.missing', { field: 'Email' })
}

/**
 * The texts of a body by our own names. `null` says as little as an absent field; anything but a text is refused.
 *
 * @throws `input.unknown`, `input.duplicate`, `input.invalid`, also for a `ClientId` that is not the caller's own
 */
export function readWishTexts(app: App, body: object): Texts<WishField> {
  const values = nameAll(Object.entries(body), bodyNames)
  const textOf = (name: string): string | undefined => {
    const value: unknown = values.get(name) ?? undefined
    if (value === undefined || typeof value === 'string') return value
    return refuse('input.invalid', { field: name, rule: 'type' })
  }
  const clientId = textOf('ClientId')
  if (clientId && clientId !== app.id) refuse('input.invalid', { field: 'ClientId', rule: 'choice' })
  const texts = Object.entries(wireNames).map(([field, name]) => [field, textOf(name)])
  const all = Object.fromEntries(texts) as Texts<WishField>
  return { ...all, iban: all.iban && withCountry(all.iban) }
}

/** A Sheba is an IBAN of Iran, and people write it without its country. */
const withCountry = (text: string): string =>
  /^\d{24}$/.test(foldDigits(text).replace(/\s/g, '')) ? `IR${text}` : text
