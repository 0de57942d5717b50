import { Type } from 'typebox'
import {
  type Answer,
  type Form,
  giveAnswer,
  isCredential,
  listAnswers,
  listForms,
  readForm,
  schemaOfForm,
} from '../../capabilities/forms/index.ts'
import { byApp } from './gates.ts'
import { operation } from './operation.ts'

const anything = Type.Record(Type.String(), Type.Unknown())
const instant = (description: string) => Type.String({ format: 'date-time', description })

const FormShape = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer({ description: 'Name it with an answer, so that it is judged by what the person saw' }),
    type: Type.String(),
    title: Type.Record(Type.String(), Type.String(), { description: 'By language' }),
    fields: Type.Array(anything, { description: 'In the order in which they are asked; login and password are none' }),
    schema: Type.Record(Type.String(), Type.Unknown(), {
      description: 'JSON Schema 2020-12 of the values by their markers',
    }),
  },
  { $id: 'Form' },
)

const Item = Type.Object(
  {
    marker: Type.String({ maxLength: 100 }),
    type: Type.Optional(Type.String({ maxLength: 40 })),
    value: Type.Unknown(),
  },
  { additionalProperties: false, $id: 'FormItem' },
)

const AnswerShape = Type.Object(
  {
    id: Type.Integer(),
    form: Type.String(),
    version: Type.Integer({ description: 'Of the form that it was given to' }),
    status: Type.Optional(Type.String()),
    values: Type.Array(Item, { description: 'As they were given' }),
    createdAt: instant('When'),
    changedAt: instant('When'),
  },
  { $id: 'FormAnswer' },
)

const form = Type.String({ minLength: 1, maxLength: 100, description: 'The form' })
const one = Type.Object({ form })
const gate = byApp('forms')

const spellForm = (form: Form) => ({
  id: form.id,
  version: form.version,
  type: form.type,
  title: { ...form.title },
  fields: form.attributes.filter((one) => !isCredential(one)).map((one) => ({ ...one })),
  schema: schemaOfForm(form),
})

const spellAnswer = ({ id, formId, formVersion, status, values, createdAt, changedAt }: Answer) => ({
  id,
  form: formId,
  version: formVersion,
  ...(status !== undefined && { status }),
  values: values.map((item) => ({ ...item })),
  createdAt: new Date(createdAt).toISOString(),
  changedAt: new Date(changedAt).toISOString(),
})

/** Forms as data, and what an app’s people answered to those that are no sign-up. */
export const forms = [
  operation({
    method: 'GET',
    path: '/forms',
    id: 'listForms',
    summary: 'Every form of the installation as it stands, at most a hundred',
    gate,
    status: 200,
    answer: Type.Object({ total: Type.Integer(), forms: Type.Array(FormShape) }, { $id: 'Forms' }),
    refusals: [],
    async run({ at }) {
      const { total, forms } = await listForms(at)
      return { total, forms: forms.map(spellForm) }
    },
  }),
  operation({
    method: 'GET',
    path: '/forms/{form}',
    id: 'readForm',
    summary: 'One form, with the schema of its answers; an older version where one is named',
    gate,
    parameters: one,
    query: Type.Object(
      { version: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,8}$' })) },
      { additionalProperties: false },
    ),
    status: 200,
    answer: FormShape,
    refusals: ['forms.unknown'],
    run: async ({ at }, _app, { parameters, query: { version } }) =>
      spellForm(await readForm(at, parameters.form, version === undefined ? undefined : Number(version))),
  }),
  operation({
    method: 'POST',
    path: '/forms/{form}/answers',
    id: 'giveAnswer',
    summary: 'An answer to a form that is no sign-up form',
    gate,
    parameters: one,
    body: Type.Object(
      {
        version: Type.Optional(Type.Integer({ minimum: 1 })),
        values: Type.Array(Item, { maxItems: 1000 }),
        status: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      },
      { $id: 'FormAnswerWish', additionalProperties: false },
    ),
    status: 201,
    answer: AnswerShape,
    refusals: ['forms.unknown', 'forms.answer-refused', 'limits.exhausted'],
    run: async ({ at }, app, { parameters, body }) =>
      spellAnswer(await giveAnswer(at, app, { ...body, formId: parameters.form })),
  }),
  operation({
    method: 'GET',
    path: '/forms/{form}/answers',
    id: 'listAnswers',
    summary: 'What the app’s people answered, in that order, at most a hundred; go on after the last one',
    gate,
    parameters: one,
    query: Type.Object(
      { after: Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$' })) },
      { additionalProperties: false },
    ),
    status: 200,
    answer: Type.Object({ total: Type.Integer(), answers: Type.Array(AnswerShape) }, { $id: 'FormAnswers' }),
    refusals: ['forms.unknown'],
    async run({ at }, app, { parameters, query: { after } }) {
      const wish = { limit: 100, ...(after !== undefined && { after: Number(after) }) }
      const { total, answers } = await listAnswers(at, app, parameters.form, wish)
      return { total, answers: answers.map(spellAnswer) }
    },
  }),
]
