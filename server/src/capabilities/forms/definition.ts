import { type Static, Type } from 'typebox'
import { languages } from '../../kernel/index.ts'

const closed = { additionalProperties: false }
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** A text by language; `xx_YY` is read as `xx`. */
const Localised = Type.Record(
  Type.String({ pattern: '^[a-z]{2}([_-][A-Za-z]{2})?$' }),
  Type.String({ maxLength: 1000 }),
)

/** The types of fields, with the value of each as contracts/oneentry.md has it. */
export const fieldTypes = [
  'string',
  'integer',
  'float',
  'date',
  'dateTime',
  'time',
  'text',
  'textWithHeader',
  'image',
  'groupOfImages',
  'file',
  'radioButton',
  'list',
  'entity',
] as const
export type FieldType = (typeof fieldTypes)[number]

/** What a form is for; `sing_in_up` is how the wire of contracts/oneentry.md spells it. */
export const formTypes = ['sign-up', 'data', 'order', 'collection', 'rating'] as const
export type FormType = (typeof formTypes)[number]

/** Begins with a letter: no `__proto__` among them (attack 75). */
const Marker = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,99}$' })

/** A choice of a radioButton or list; one with `parentId` is a node of an entity. */
const Choice = Type.Object(
  {
    value: Type.String({ minLength: 1, maxLength: 200 }),
    title: Type.Union([Text(500), Localised]),
    id: Type.Optional(Text(100)),
    parentId: Type.Optional(Text(100)),
    position: Type.Optional(Type.Integer()),
    extended: Type.Optional(Type.Object({ value: Type.Unknown(), type: Text(40) }, closed)),
  },
  closed,
)
export type Choice = Static<typeof Choice>

const Bounds = Type.Object({ minimum: Type.Optional(Type.Number()), maximum: Type.Optional(Type.Number()) }, closed)

const Validators = Type.Object(
  {
    /** Characters of a text. */
    length: Type.Optional(Bounds),
    /** Of numbers; of days, times and instants as epoch ms or ISO 8601. */
    range: Type.Optional(
      Type.Object(
        {
          minimum: Type.Optional(Type.Union([Type.Number(), Text(40)])),
          maximum: Type.Optional(Type.Union([Type.Number(), Text(40)])),
        },
        closed,
      ),
    ),
    /** A regular expression of {@link compilePattern}'s dialect: it takes linear time, whatever its author wrote. */
    pattern: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    email: Type.Optional(Type.Boolean()),
    url: Type.Optional(Type.Boolean()),
    phone: Type.Optional(Type.Boolean()),
    nationalCode: Type.Optional(Type.Boolean()),
    iban: Type.Optional(Type.Boolean()),
    unique: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type Validators = Static<typeof Validators>

const Limits = Type.Object(
  {
    maximumBytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
    /** Media types, as `image/png` or `image/*`. */
    types: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z]+/([a-z0-9.+-]+|\\*)$' }), { minItems: 1, maxItems: 50 }),
    ),
    maximumCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
)

const flag = Type.Optional(Type.Boolean())

const Attribute = Type.Object(
  {
    marker: Marker,
    type: Type.Union([Type.Enum([...fieldTypes]), Type.Literal('groupOfImage')]),
    title: Type.Optional(Localised),
    help: Type.Optional(Localised),
    position: Type.Optional(Type.Integer()),
    isVisible: flag,
    required: flag,
    initialValue: Type.Optional(Type.Unknown()),
    listTitles: Type.Optional(Type.Array(Choice, { maxItems: 2000 })),
    validators: Type.Optional(Validators),
    limits: Type.Optional(Limits),
    /** `private`: uploads of this field are shown to their owner and the app alone. */
    settings: Type.Optional(Type.Object({ private: flag }, closed)),
    additionalFields: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.Unknown())),
    localizeInfos: Type.Optional(Type.Record(Type.String({ maxLength: 20 }), Type.Unknown())),
    isLogin: flag,
    isPassword: flag,
    isSignUp: flag,
    isSignUpRequired: flag,
    isNotificationEmail: flag,
    isNotificationPhonePush: flag,
    isNotificationPhoneSMS: flag,
  },
  closed,
)
export type Attribute = Static<typeof Attribute>

/** A form as its author writes it, and `diwan apply` reads it. */
export const FormDefinition = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,99}$' }),
    type: Type.Optional(Type.Enum([...formTypes])),
    title: Type.Optional(Localised),
    attributes: Type.Array(Attribute, { maxItems: 300 }),
  },
  closed,
)
export type FormDefinition = Static<typeof FormDefinition>

/** A version of a form, as everything reads it: validator, descriptions, pages, types. Never changed once written. */
export interface Form {
  readonly id: string
  /** What the wire of contracts/oneentry.md calls it by. */
  readonly number: number
  readonly version: number
  readonly type: FormType
  readonly title: Readonly<Record<string, string>>
  /** In the order of their positions. */
  readonly attributes: readonly Attribute[]
  /** Of this version, epoch ms. */
  readonly createdAt: number
}

/** A type as the form means it: the published client spells one of them without its last letter. */
export const typeOf = (attribute: Pick<Attribute, 'type'>): FieldType =>
  attribute.type === 'groupOfImage' ? 'groupOfImages' : attribute.type

/** True for a field that sign-up takes as a credential: it is never part of an answer, nor shown. */
export const isCredential = (attribute: Attribute): boolean =>
  attribute.isLogin === true || attribute.isPassword === true

/** A localised text in the reader's language, else the house's five in order, else any, else `fallback`. */
export function sayLocalised(
  texts: Readonly<Record<string, string>> | undefined,
  language: string,
  fallback: string,
): string {
  const all = Object.entries(texts ?? {})
  const inTongue = (tongue: string) => all.find(([tag]) => tag.slice(0, 2).toLowerCase() === tongue.slice(0, 2))?.[1]
  return inTongue(language) ?? languages.map(inTongue).find((text) => text !== undefined) ?? all[0]?.[1] ?? fallback
}

/** A choice's name in the reader's language. */
export const sayChoice = ({ title, value }: Choice, language: string): string =>
  typeof title === 'string' ? title : sayLocalised(title, language, value)

/** Every name a choice has. */
export const titlesOf = ({ title }: Choice): readonly string[] =>
  typeof title === 'string' ? [title] : Object.values(title)
