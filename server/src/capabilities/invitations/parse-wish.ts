import { findEmail, type Ports, Refusal, refuse } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { checkInvited, type InvitedField, type Texts } from './fields.ts'
import type { Wish } from './invitation.ts'
import { findReturnUrl } from './return-url.ts'

export type WishField = InvitedField | 'email' | 'returnUrl'

/**
 * Reads what an app says of a person whom it invites; an absent or blank field says nothing.
 *
 * @param names how the caller's wire names each field
 * @throws `input.missing`, `input.invalid`, both with the field's name
 */
export async function parseWish(
  at: Ports,
  app: App,
  texts: Texts<WishField>,
  names: Readonly<Record<WishField, string>>,
): Promise<Wish> {
  const required = (field: 'email' | 'returnUrl'): string => {
    const text = texts[field]
    return text === undefined || text.trim() === '' ? refuse('input.missing', { field: names[field] }) : text
  }
  const invalid = (field: 'email' | 'returnUrl', rule: 'email' | 'return-url'): never =>
    refuse('input.invalid', { field: names[field], rule })
  const [email, returnUrl] = [required('email'), required('returnUrl')]
  const wish = {
    email: findEmail(email) ?? invalid('email', 'email'),
    returnUrl: findReturnUrl(at, app, returnUrl) ?? invalid('returnUrl', 'return-url'),
  }
  const { profile, problems } = await checkInvited(at, texts)
  for (const { code, facts } of problems) {
    throw new Refusal(code, { ...facts, field: names[facts.field as InvitedField] } as typeof facts)
  }
  return { ...wish, profile }
}
