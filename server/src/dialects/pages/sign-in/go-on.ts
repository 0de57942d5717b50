import { html } from 'ghtml'
import type { Answer } from '../../../http/index.ts'
import { refuse } from '../../../kernel/index.ts'
import { drawForm, maskContact } from '../../../views/index.ts'
import type { Door } from './door.ts'
import { onlyFields, showLeaf, textsOf } from './frame.ts'
import { comeIn, type Stand } from './journey.ts'

/** Says what was found, and waits for a word: to look at a page signs nobody in (rule 5). */
export function showGoOn(door: Door, { facts }: Stand): Answer {
  const texts = textsOf(door)
  const known = facts.errand === 'sign-up'
  const masked = facts.proven ? maskContact(door.visit.language, facts.proven) : ''
  const form = drawForm({ token: door.visit.token, buttons: [{ label: texts.goOn, action: 'go-on' }] })
  return showLeaf(door, {
    title: known ? texts.knownTitle : texts.goOnTitle,
    body: html`<p>${known ? texts.known(masked) : texts.goOnHelp(masked)}</p>!${form}`,
  })
}

export async function actGoOn(door: Door, stand: Stand): Promise<Answer> {
  onlyFields(door.visit.form, [])
  if (door.visit.form.get('do') !== 'go-on') refuse('input.unknown-verb')
  return comeIn(door, stand)
}
