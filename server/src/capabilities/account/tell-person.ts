import { type Contact, type Language, type Ports, seconds, type Tx, type UserId } from '../../kernel/index.ts'
import { type App, houseApp } from '../apps/index.ts'
import { listSubscriptions } from '../devices/index.ts'
import { enqueue, type Frame, frameOf } from '../messages/index.ts'
import { emailOf, type User } from '../users/index.ts'

/** How long a notice of what was changed is worth sending, seconds. */
const noticeLife = 7 * 86_400

/** What the person's own changes are told with: read before the transaction that makes them. */
export interface Notice {
  readonly app: App
  readonly language: Language
  readonly frame: Frame
}

/** @param language of the page; the person's own goes before it */
export async function readNotice(at: Ports, user: User, language: Language): Promise<Notice> {
  const app = await houseApp(at)
  const own = user.language ?? language
  return { app, language: own, frame: await frameOf(at, app, own) }
}

/** What a notice tells besides its frame. */
type Telling =
  | { kind: 'password-changed' | 'account-erased' | 'accounts-merged' }
  | { kind: 'contact-added' | 'contact-removed'; contact: string }

/** Writes the notice in the transaction of the change (rule 2), and one to each browser that asked for pushes. `userId` is left out where the person is gone with it. */
export async function tellPerson(
  at: Ports,
  tx: Tx,
  { notice, to, userId }: { notice: Notice; to: Contact | undefined; userId?: UserId },
  { kind, ...facts }: Telling,
): Promise<void> {
  const { app, language, frame } = notice
  const expiresAt = at.clock.now() + seconds(noticeLife)
  const browsers = userId === undefined ? [] : await listSubscriptions(tx, userId)
  const receivers = [...(to ? [to] : []), ...browsers.map((value) => ({ kind: 'browser', value }) as const)]
  for (const one of receivers) {
    await enqueue(at, tx, {
      kind,
      to: one,
      language,
      facts: { contact: '', ...frame, ...facts },
      appId: app.id,
      userId,
      expiresAt,
    })
  }
}

/** The address that a person is told at: their proven e-mail. */
export function provenEmail(user: User): Contact | undefined {
  const email = emailOf(user)
  return email?.provenAt ? ({ kind: 'email', value: email.value } as Contact) : undefined
}
