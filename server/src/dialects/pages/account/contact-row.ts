import { html } from 'ghtml'
import type { UserContact } from '../../../capabilities/users/index.ts'
import type { AccountTexts } from './texts/index.ts'

/** A contact with what is known of it: proven or not, and whether it stands for the person. */
export function drawContact(texts: AccountTexts, { value, provenAt }: UserContact, primary: boolean): string {
  const tag = (text: string) => html` <span class="tag">${text}</span>`
  return html`<bdi dir="ltr">!${breakable(value)}</bdi>!${tag(provenAt ? texts.proven : texts.unproven)}!${primary && provenAt ? tag(texts.primary) : ''}`
}

/** A long address breaks before its signs rather than within its words. */
const breakable = (address: string): string => html`${address}`.replace(/[@.]/g, '<wbr>$&')
