import { html } from 'ghtml'
import { renewPassword } from '../../../capabilities/recovery/index.ts'
import type { Answer } from '../../../http/index.ts'
import { type Refusal, refuse } from '../../../kernel/index.ts'
import { drawForm, type Problem, sayRefusal } from '../../../views/index.ts'
import { drawNewPassword, drawWho, missingPassword } from './details.ts'
import { type Door, enter } from './door.ts'
import { onlyFields, orShow, showLeaf, textsOf } from './frame.ts'
import type { Stand } from './journey.ts'

/** Asks for a new password, once the address of the account is proven. */
export async function showNewPassword(
  door: Door,
  { facts }: Stand,
  problems: readonly Problem[] = [],
  refusal?: Refusal,
): Promise<Answer> {
  const texts = textsOf(door)
  const form = drawForm({
    token: door.visit.token,
    fields: [drawWho(door, facts.proven), await drawNewPassword(door, problems)].join('\n'),
    buttons: [{ label: texts.save, action: 'save' }],
  })
  const body = html`<p>${texts.newPasswordHelp}</p>!${form}`
  return showLeaf(door, { title: texts.newPasswordTitle, step: texts.steps[2], body, problems, refusal })
}

/** Sets it, ends every other session and token of the person, and signs in. */
export function actNewPassword(door: Door, stand: Stand): Promise<Answer> {
  const { visit, app } = door
  const again = (refusal: Refusal) => {
    const field = refusal.family === 'passwords' ? 'password' : undefined
    return showNewPassword(door, stand, [{ text: sayRefusal(visit.language, refusal), field }], refusal)
  }
  return orShow(async () => {
    onlyFields(visit.form, ['email', 'password'])
    if (visit.form.get('do') !== 'save') refuse('input.unknown-verb')
    const { holder: user, facts } = stand
    if (!user || !facts.proven) return refuse('verification.failed')
    if (user.state === 'suspended') refuse('users.suspended')
    const password = visit.form.get('password') ?? ''
    const problems = missingPassword(door, password)
    if (problems.length > 0) return showNewPassword(door, stand, problems)
    const keepUid = visit.signedIn?.userId === user.id ? visit.signedIn.uid : undefined
    await renewPassword(visit.at, app, { user, contact: facts.proven, password, keepUid })
    return enter(door, user.id, ['pwd', 'otp'])
  }, again)
}
