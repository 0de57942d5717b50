import { type Ports, refuse, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { recordEvent } from '../audit/index.ts'
import { claimContact, claimLogin, findHolder, holdLogin, proveContact } from '../users/index.ts'
import { redeemAccountProof } from '../verification/index.ts'
import { proveLogin } from './account-name.ts'
import { readMember } from './enrolment.ts'
import { claimValues } from './judge-answer.ts'
import type { Provider } from './provider.ts'
import { readForm } from './save-form.ts'

/**
 * Spends the code of an account that waits and opens that account: it has its login from now on, the others that waited
 * for it are deleted, and the contact that the code had gone to is proven, unless somebody proved it before (rule 6).
 * Of any number of parallel callers one succeeds (rule 1, attack 5).
 *
 * @throws `verification.failed`, the same for nobody, for an active account and for a wrong code;
 *   `limits.exhausted` with the last try; `verification.paused`; `forms.answer-refused` where somebody else took a
 *   unique value meanwhile
 */
export async function activateLogin(
  at: Ports,
  app: App,
  provider: Provider,
  login: string,
  code: string,
): Promise<UserId> {
  const proof = await proveLogin(at, app, provider, login, code, 'waiting')
  const { userId, target } = proof
  const { answer } = await readMember(at, userId)
  const form = await readForm(at, answer.formId, answer.formVersion)
  const name = { providerId: provider.id, login }
  await transact(at, async (tx) => {
    if (target.kind !== 'device') await claimContact(tx, target)
    await holdLogin(tx, name)
    if (!(await redeemAccountProof(tx, proof))) refuse('verification.failed')
    await claimValues(at, tx, form, answer.id, answer.values)
    if (!(await claimLogin(at, tx, userId, name))) refuse('verification.failed')
    if (target.kind !== 'device' && (await findHolder(tx, target)) === undefined) {
      await proveContact(at, tx, userId, target)
    }
    await recordEvent(at, tx, { kind: 'user.activated', userId, appId: app.id, facts: { provider: provider.id } })
  })
  return userId
}
