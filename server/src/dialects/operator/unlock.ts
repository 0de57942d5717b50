import { recordEvent } from '../../capabilities/audit/index.ts'
import { forgiveFailures } from '../../capabilities/passwords/index.ts'
import { houseSettings } from '../../capabilities/settings/index.ts'
import { findHolder } from '../../capabilities/users/index.ts'
import { clearStreak } from '../../capabilities/verification/index.ts'
import { type Contact, findEmail, findMobile, type Ports } from '../../kernel/index.ts'
import type { Command } from './command.ts'
import { OperatorError } from './read-file.ts'

/** Ends the pause of codes for a contact, and of passwords for the person who proved it (codes.md). */
export const unlockCommand: Command = {
  usage: 'unlock <e-mail or mobile>',
  about: 'end the pause after too many wrong codes or passwords',
  takes: [1, 1],
  async run(at, [text = ''], _options, { print }) {
    const contact = (await findContact(at, text)) ?? fail(`${text}: neither an e-mail address nor a phone number`)
    const paused = await clearStreak(at.db, contact)
    const userId = await findHolder(at.db, contact)
    if (userId !== undefined) await forgiveFailures(at, userId)
    await recordEvent(at, at.db, { kind: 'verification.unlocked', userId })
    print(paused || userId !== undefined ? `${text} may try again` : `${text}: nothing was locked`)
  },
}

async function findContact(at: Ports, text: string): Promise<Contact | undefined> {
  const email = findEmail(text)
  if (email) return { kind: 'email', value: email }
  const mobile = findMobile(text, (await houseSettings.read(at)).region)
  return mobile && { kind: 'mobile', value: mobile }
}

function fail(line: string): never {
  throw new OperatorError(line)
}
