import { houseSettings } from '../../capabilities/settings/index.ts'
import { sendCode } from '../../capabilities/verification/index.ts'
import {
  type Answer,
  type Asked,
  anyObject,
  json,
  languageOf,
  readBearer,
  readJson,
  shorten,
} from '../../http/index.ts'
import { findMobile, type Mobile, type Ports, refuse } from '../../kernel/index.ts'
import type { World } from './world.ts'

/**
 * Sends a code of five digits that is good for two minutes to a number, whoever has it (attack 24). A secret that is
 * shipped inside an app is used by people's own devices, so there the address is counted; an app's server asks for
 * everybody, from one address.
 *
 * @throws `apps.*`; `input.*`; `verification.too-soon`, `limits.exhausted`, and the code before stays good
 */
export async function sendMobileCode({ at, tokens }: World, asked: Asked): Promise<Answer> {
  const { app, userId } = await readBearer(at, tokens, asked.header('authorization'), 'codes:send')
  const mobile = await readMobile(at, asked)
  const { lifeSeconds } = await sendCode(at, app, {
    purpose: 'mobile',
    contact: { kind: 'mobile', value: mobile },
    policy: 'short-mobile-code',
    language: languageOf(asked, app.locale ?? 'fa'),
    by: { userId, ...(app.policy.publicSecret && { address: asked.address }) },
  })
  return json(201, { data: { mobile, expires_in: lifeSeconds } })
}

/** The document has a text; a number of JSON is taken for the same digits. */
async function readMobile(at: Ports, asked: Asked): Promise<Mobile> {
  if (asked.mediaType !== 'application/json') refuse('input.not-json')
  const { mobile, ...others } = readJson(anyObject, asked.body)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) refuse('input.unknown', { field: shorten(unknown) })
  if (mobile === undefined || mobile === null || mobile === '') refuse('input.missing', { field: 'mobile' })
  const text = typeof mobile === 'number' ? String(mobile) : mobile
  if (typeof text !== 'string') return refuse('input.invalid', { field: 'mobile', rule: 'type' })
  return (
    findMobile(text, (await houseSettings.read(at)).region) ??
    refuse('input.invalid', { field: 'mobile', rule: 'mobile' })
  )
}
