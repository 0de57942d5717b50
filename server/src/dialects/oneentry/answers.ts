import { Type } from 'typebox'
import {
  type Answer,
  changeAnswer,
  giveAnswer,
  listAnswers,
  listAnswersOf,
  readAnswer,
  removeAnswer,
} from '../../capabilities/forms/index.ts'
import { readBearerApp } from '../../http/index.ts'
import { refuse, type UserId } from '../../kernel/index.ts'
import { readDevice } from './device.ts'
import { type Call, localeOf, pageOf, type Row, readBody } from './row.ts'
import { findSignedIn, readSignedIn } from './signed-in.ts'
import { unwrapAnswers } from './unwrap-answers.ts'

const closed = { additionalProperties: false }
const Optional = Type.Optional(Type.Union([Type.String({ maxLength: 254 }), Type.Number(), Type.Null()]))
const Give = Type.Object(
  {
    formIdentifier: Type.String({ minLength: 1, maxLength: 100 }),
    formModuleConfigId: Optional,
    moduleEntityIdentifier: Optional,
    replayTo: Optional,
    status: Type.Optional(Type.String({ maxLength: 100 })),
    formData: Type.Unknown(),
  },
  closed,
)
const Change = Type.Object(
  {
    formIdentifier: Optional,
    status: Type.Optional(Type.String({ maxLength: 100 })),
    formData: Type.Optional(Type.Unknown()),
  },
  closed,
)
const Status = Type.Object({ status: Type.String({ minLength: 1, maxLength: 100 }) }, closed)
/** The platform's filters; ours are the person and the status. */
const Filter = Type.Object(
  {
    entityIdentifier: Optional,
    entityparentIdentifier: Optional,
    userIdentifier: Optional,
    parentId: Optional,
    status: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Array(Type.String({ maxLength: 100 }))])),
    dateFrom: Optional,
    dateTo: Optional,
  },
  closed,
)

/** Answers to forms that are no sign-up. A person sees and changes their own, an app with a token of its own all of its. */
export const answerRows: readonly Row[] = [
  { method: 'POST', path: '/form-data', run: give },
  { method: 'POST', path: '/form-data/marker/:marker', run: list },
  { method: 'PUT', path: '/form-data/:id', run: change },
  { method: 'PUT', path: '/form-data/:id/update-status', run: changeStatus },
  { method: 'DELETE', path: '/form-data/:id', run: remove },
]

async function give(call: Call): Promise<unknown> {
  const { world, app, asked } = call
  const body = readBody(Give, call)
  const [locale] = Object.keys(Object(body.formData))
  const signedIn = await findSignedIn(call)
  const answer = await giveAnswer(world.at, app, {
    formId: body.formIdentifier,
    values: unwrapAnswers(body.formData, localeOf(call)),
    userId: signedIn?.userId,
    status: body.status,
  })
  const spelled = spell(answer, locale !== undefined && /^[a-z]{2}_[A-Z]{2}$/.test(locale) ? locale : localeOf(call))
  return {
    actionMessage: '',
    formData: {
      ...spelled,
      entityIdentifier: String(body.moduleEntityIdentifier ?? ''),
      fingerprint: readDevice(asked).fingerprint ?? '',
      isUserAdmin: false,
      formModuleId: Number(body.formModuleConfigId ?? 0) || 0,
    },
  }
}

const spell = (answer: Answer, locale: string) => ({
  id: answer.id,
  formIdentifier: answer.formId,
  time: new Date(answer.createdAt).toISOString(),
  status: answer.status ?? null,
  userIdentifier: answer.userId === undefined ? null : String(answer.userId),
  parentId: null,
  formData: { [locale]: answer.values },
})

/** Whose answers the call may see: one person's, or with a token of the app's own everybody's. */
async function readReach(call: Call): Promise<{ userId: UserId | undefined }> {
  const { world, app, asked } = call
  const authorization = asked.header('authorization')
  if (!/^Bearer +dwt_/i.test(authorization ?? '')) return readSignedIn(call)
  const holder = await readBearerApp(world.at, world.tokens, authorization, 'forms')
  return holder.id === app.id ? { userId: undefined } : refuse('sessions.not-signed-in')
}

async function list(call: Call): Promise<unknown> {
  const { world, app, parameters } = call
  const { status = [] } = readBody(Filter, call)
  const { userId } = await readReach(call)
  const [formId = '', page, locale] = [parameters.marker, pageOf(call), localeOf(call)]
  const statuses = [status].flat().filter(Boolean)
  if (userId === undefined) {
    const { total, answers } = await listAnswers(world.at, app, formId, { ...page, statuses })
    return { total, items: answers.map((answer) => spell(answer, locale)) }
  }
  const fits = (answer: Answer) => statuses.length === 0 || statuses.includes(answer.status ?? '')
  const own = (await listAnswersOf(world.at, userId)).filter(
    (answer) => answer.formId === formId && answer.appId === app.id && fits(answer),
  )
  const shown = own.slice(page.offset, page.offset + page.limit)
  return { total: own.length, items: shown.map((answer) => spell(answer, locale)) }
}

/** @throws `forms.answer-unknown`, also for somebody else's (attack 58) */
async function readOwn(call: Call): Promise<Answer> {
  const { userId } = await readReach(call)
  const id = /^\d{1,16}$/.test(call.parameters.id ?? '') ? Number(call.parameters.id) : 0
  const answer = await readAnswer(call.world.at, call.app, id)
  return userId === undefined || answer.userId === userId ? answer : refuse('forms.answer-unknown')
}

async function change(call: Call): Promise<unknown> {
  const { id } = await readOwn(call)
  const { status, formData } = readBody(Change, call)
  const values = unwrapAnswers(formData, localeOf(call))
  const answer = await changeAnswer(call.world.at, call.app, id, { values, status })
  return {
    ...spell(answer, localeOf(call)),
    formData: answer.values,
    userIdentifier: String(answer.userId ?? ''),
    entityIdentifier: '',
    fingerprint: null,
    isUserAdmin: false,
    formModuleId: 0,
  }
}

async function changeStatus(call: Call): Promise<true> {
  const { id } = await readOwn(call)
  const { status } = readBody(Status, call)
  await changeAnswer(call.world.at, call.app, id, { status })
  return true
}

async function remove(call: Call): Promise<true> {
  const { id } = await readOwn(call)
  await removeAnswer(call.world.at, call.app, id)
  return true
}
