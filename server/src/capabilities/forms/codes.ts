import { type Language, type Ports, Refusal, transact, type UserId } from '../../kernel/index.ts'
import type { App } from '../apps/index.ts'
import { findLoginHolder, findUser, holdLogin, listWaitingLogins } from '../users/index.ts'
import { type CodeTarget, prepareAccountCode } from '../verification/index.ts'
import { accountName, proveLogin } from './account-name.ts'
import { readTargets } from './enrolment.ts'
import { checkEvent, type Provider, termsOf } from './provider.ts'

export interface GenerateWish {
  readonly login: string
  /** `user_registration`, `password_reset`, `auth`, or one of the provider's own. */
  readonly event: string
  readonly language: Language
  readonly address?: string | undefined
}

/**
 * Sends a code to whoever stands under a login: to the one who has it, else to each who waits for it, by every way they
 * gave. Does as much for nobody; the caller learns nothing (rule 4). The codes before it die.
 *
 * @throws `forms.event-unknown`; `verification.too-soon`, and the code before it stays good; `limits.exhausted`
 */
export async function generateCode(at: Ports, app: App, provider: Provider, wish: GenerateWish): Promise<void> {
  checkEvent(provider, wish.event)
  const name = { providerId: provider.id, login: wish.login }
  const holder = await findLoginHolder(at.db, name)
  const meant = holder === undefined ? (await listWaitingLogins(at.db, name)).slice(0, mostSent) : [holder]
  const accounts: { targets: CodeTarget[]; registeredAt?: number }[] = []
  for (const userId of meant) {
    const registeredAt = (await findUser(at, at.db, userId))?.createdAt
    const targets = await readTargets(at, provider, userId)
    accounts.push({ targets, ...(registeredAt !== undefined && { registeredAt }) })
  }
  const send = await prepareAccountCode(at, app, {
    name: accountName(app.id, name),
    accounts,
    opens: holder === undefined,
    language: wish.language,
    terms: termsOf(provider),
    pauseSeconds: provider.policy.codePauseSeconds,
    by: { address: wish.address },
  })
  await transact(at, async (tx) => {
    await holdLogin(tx, name)
    const there: UserId[] = []
    // An account may have been erased, or lost to a rival, since it was found.
    for (const userId of meant) if (await findUser(at, tx, userId)) there.push(userId)
    await send(tx, there.length === meant.length ? there : [])
  })
}

/** Accounts that wait for one login and are sent a code at one request: whoever reads them opens their own (rule 6). */
const mostSent = 5

/** Whether a code is the one that was sent, without consuming it: it costs a try where it is wrong. */
export async function checkOwnCode(
  at: Ports,
  app: App,
  provider: Provider,
  login: string,
  code: string,
): Promise<boolean> {
  try {
    await proveLogin(at, app, provider, login, code, 'any')
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'verification.failed') return false
    throw error
  }
}
