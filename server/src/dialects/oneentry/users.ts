import { Type } from 'typebox'
import { erasePerson } from '../../capabilities/account/index.ts'
import { archiveMember, changeOwn, type Member, readMember, setDevice } from '../../capabilities/forms/index.ts'
import { findLanguage, refuse } from '../../kernel/index.ts'
import { languageFor } from './problem.ts'
import { type Call, localeOf, type Row, readBody } from './row.ts'
import { readSignedIn } from './signed-in.ts'
import { unwrapAnswers } from './unwrap-answers.ts'

/** What a person may change of their own; nothing of `id`, `isActive` and the like (attack 57). */
const Update = Type.Object(
  {
    formIdentifier: Type.Optional(Type.String({ maxLength: 100 })),
    langCode: Type.Optional(Type.String({ maxLength: 40 })),
    authData: Type.Optional(Type.Unknown()),
    formData: Type.Optional(Type.Unknown()),
    notificationData: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    state: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
)

/** What a signed-in person sees and does of their own account. */
export const userRows: readonly Row[] = [
  { method: 'GET', path: '/users/me', run: show },
  { method: 'PUT', path: '/users/me', run: update },
  { method: 'DELETE', path: '/users/me', run: archive },
  { method: 'DELETE', path: '/users/me/account', run: erase },
  { method: 'POST', path: '/users/me/fcm-token/:token', run: (call) => push(call, true) },
  { method: 'DELETE', path: '/users/me/fcm-token/:token', run: (call) => push(call, false) },
]

async function show(call: Call): Promise<unknown> {
  const { userId, provider } = await readSignedIn(call)
  return spellMember(await readMember(call.world.at, userId), localeOf(call), provider.policy.userGroup)
}

function spellMember({ user, providerId, login, answer, enrolment }: Member, locale: string, group: string) {
  return {
    id: user.id,
    identifier: login,
    authProviderIdentifier: providerId,
    formIdentifier: answer.formId,
    formData: { [locale]: answer.values },
    notificationData: enrolment.notification,
    locale: enrolment.locale,
    isActive: user.state === 'active',
    createdDate: new Date(enrolment.createdAt).toISOString(),
    updatedDate: new Date(Math.max(enrolment.changedAt, answer.changedAt)).toISOString(),
    version: enrolment.revision + answer.revision,
    groups: [group],
    state: enrolment.state,
    total: '0',
    moduleFormConfigs: [],
    rating: {},
  }
}

async function update(call: Call): Promise<true> {
  const { userId } = await readSignedIn(call)
  const body = readBody(Update, call)
  const locale = localeOf(call, body.langCode)
  await changeOwn(call.world.at, call.app, userId, {
    formId: body.formIdentifier,
    authData: body.authData,
    values: unwrapAnswers(body.formData, locale),
    notification: body.notificationData,
    state: body.state,
    locale: body.langCode,
  })
  return true
}

async function archive(call: Call): Promise<true> {
  const { userId } = await readSignedIn(call)
  await archiveMember(call.world.at, call.app, userId)
  return true
}

async function erase(call: Call): Promise<true> {
  const { userId } = await readSignedIn(call)
  const { enrolment } = await readMember(call.world.at, userId)
  await erasePerson(call.world.at, userId, findLanguage(enrolment.locale) ?? languageFor(call.asked))
  return true
}

async function push(call: Call, wanted: boolean): Promise<true> {
  const { userId } = await readSignedIn(call)
  const { token = '' } = call.parameters
  if (token === '') refuse('input.missing', { field: 'token' })
  await setDevice(call.world.at, userId, token, wanted)
  return true
}
