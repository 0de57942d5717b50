import { houseApp } from '../../src/capabilities/apps/index.ts'
import { sendCode } from '../../src/capabilities/verification/index.ts'
import type { Language, Mobile, Ports } from '../../src/kernel/index.ts'
import { waitFor } from './wait.ts'

/** Asks for a code by text message. */
export async function textCode(at: Ports, mobile: string, language: Language = 'fa'): Promise<void> {
  const contact = { kind: 'mobile', value: mobile as Mobile } as const
  await sendCode(at, await houseApp(at), { purpose: 'sign-in', contact, language })
}

/** The messages to one receiver, oldest first. */
export const messagesTo = (at: Ports, recipient: string) =>
  at.db.selectFrom('messages').selectAll().where('recipient', '=', recipient).orderBy('id').execute()

/** The last message to one receiver, once it is in this state. */
export const messageIn = (at: Ports, recipient: string, state: string) =>
  waitFor(`a message to ${recipient} that is ${state}`, async () => {
    const last = (await messagesTo(at, recipient)).at(-1)
    return last?.state === state ? last : undefined
  })
