import { Type } from 'typebox'
import { changeMobileByCode, removeOwnContact } from '../../capabilities/account/index.ts'
import { readApp } from '../../capabilities/apps/index.ts'
import { houseSettings } from '../../capabilities/settings/index.ts'
import { findUser } from '../../capabilities/users/index.ts'
import { sendCode } from '../../capabilities/verification/index.ts'
import { findMobile, type Mobile, type Ports, refuse, type UserId } from '../../kernel/index.ts'
import { byFreshPerson } from './gates.ts'
import { operation } from './operation.ts'

const mobile = Type.String({ minLength: 1, maxLength: 40, description: 'However it is written; it is kept in E.164' })
const gate = byFreshPerson('mobile:write')

const SentCode = Type.Object(
  {
    mobile: Type.String({ description: 'E.164' }),
    expiresInSeconds: Type.Integer({ description: 'How long the code is good for' }),
  },
  { $id: 'SentCode' },
)

/** @throws `input.invalid` */
async function readMobile(at: Ports, text: string): Promise<Mobile> {
  return (
    findMobile(text, (await houseSettings.read(at)).region) ??
    refuse('input.invalid', { field: 'mobile', rule: 'mobile' })
  )
}

/** The language of what is sent: the person's own, else the house's. */
async function languageFor(at: Ports, userId: UserId) {
  const user = await findUser(at, at.db, userId)
  return user?.language ?? (await houseSettings.read(at)).locale
}

/** The mobile of the person whom a token speaks for: changed with a code, and soon after a sign-in. */
export const ownMobile = [
  operation({
    method: 'POST',
    path: '/me/mobile/codes',
    id: 'sendMobileCode',
    summary: 'Sends a code to a number that the person says is theirs; the answer is the same whoever has it',
    gate,
    body: Type.Object({ mobile }, { additionalProperties: false }),
    status: 202,
    answer: SentCode,
    refusals: ['sessions.not-fresh', 'verification.too-soon', 'verification.country-closed', 'limits.exhausted'],
    async run({ at }, { userId, appId }, { body }) {
      const value = await readMobile(at, body.mobile)
      const { lifeSeconds } = await sendCode(at, await readApp(at.db, appId), {
        purpose: 'mobile',
        contact: { kind: 'mobile', value },
        language: await languageFor(at, userId),
        by: { userId },
      })
      return { mobile: value, expiresInSeconds: lifeSeconds }
    },
  }),
  operation({
    method: 'PUT',
    path: '/me/mobile',
    id: 'changeMobile',
    summary:
      'Makes a number the person’s by the code that was sent to it; the number before it is told, and no longer theirs',
    gate,
    body: Type.Object({ mobile, code: Type.String({ minLength: 1, maxLength: 20 }) }, { additionalProperties: false }),
    status: 204,
    refusals: ['sessions.not-fresh', 'verification.failed', 'verification.paused', 'users.contact-taken'],
    async run({ at }, { userId, appId }, { body }) {
      const contact = { kind: 'mobile', value: await readMobile(at, body.mobile) } as const
      const change = { userId, contact, language: await languageFor(at, userId) }
      await changeMobileByCode(at, change, body.code, appId)
      return undefined
    },
  }),
  operation({
    method: 'DELETE',
    path: '/me/mobile',
    id: 'removeMobile',
    summary: 'Takes the number from the person, and tells it',
    gate,
    status: 204,
    refusals: ['sessions.not-fresh', 'users.last-way-in', 'pages.not-found'],
    async run({ at }, { userId }) {
      const user = (await findUser(at, at.db, userId)) ?? refuse('sessions.not-signed-in')
      const found = user.contacts.find((one) => one.kind === 'mobile') ?? refuse('pages.not-found')
      const contact = { kind: 'mobile', value: found.value as Mobile } as const
      await removeOwnContact(at, { userId, contact, language: await languageFor(at, userId) })
      return undefined
    },
  }),
]
