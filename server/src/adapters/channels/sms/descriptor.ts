import { type Static, Type } from 'typebox'

const Line = Type.String({ minLength: 1, maxLength: 2000, pattern: '^[^\\r\\n]*$' })
const Lines = Type.Record(Type.String(), Line)
const closed = { additionalProperties: false }
const Word = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

/** How an answer says that the message was taken; each that is given has to hold. */
const Success = Type.Object(
  {
    /** 200 to 299 where it is left out. */
    status: Type.Optional(Type.Array(Type.Integer({ minimum: 100, maximum: 599 }))),
    /** Where in a JSON answer to look, as in `messages.0.status`; names are compared without regard to case. */
    path: Type.Optional(Line),
    equals: Type.Optional(Word),
    /** A regular expression for what stands at the path, or for the whole answer. */
    matches: Type.Optional(Type.String({ maxLength: 500, format: 'regex' })),
  },
  closed,
)

/** How the gateway tells later what became of a message. */
const Receipts = Type.Object(
  {
    reference: Line,
    status: Line,
    delivered: Type.Array(Word),
    failed: Type.Array(Word),
    signature: Type.Optional(Type.Enum(['twilio'])),
  },
  closed,
)

/**
 * How one gateway is spoken to, over HTTP. Texts are templates: `{to}`, `{text}`, `{spoken}`, `{id}`, `{idNumber}`, `{kind}`,
 * `{language}`, `{code}`, `{from}`, `{user}`, `{password}`, `{basic}`, `{ttlSeconds}`, `{ttlMilliseconds}`, `{expiresAt}`,
 * `{encoding}`, `{callback}`; in JSON `{from:number}` stands for a number. A field whose value there is none of is left out.
 */
export const Descriptor = Type.Object(
  {
    /** Part of the receipts' address, and of what is kept with each message. */
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    url: Type.String({ maxLength: 2000, pattern: '^https?://[^/?#{}\\s]+' }),
    method: Type.Optional(Type.Enum(['GET', 'POST'])),
    headers: Type.Optional(Lines),
    query: Type.Optional(Type.Record(Type.String(), Type.String())),
    form: Type.Optional(Type.Record(Type.String(), Type.String())),
    json: Type.Optional(Type.Unknown()),
    /** `+989140000000`, `989140000000`, or as people of Iran write it: `09140000000`, others with 00. */
    number: Type.Optional(Type.Enum(['e164', 'digits', 'iran'])),
    success: Type.Optional(Success),
    /** Where the answer has the gateway's own name for the message. */
    reference: Type.Optional(Line),
    /** No reference, no success: the gateway skips some numbers in silence. */
    referenceNeeded: Type.Optional(Type.Boolean()),
    /** Where the answer has its code for what is wrong. */
    problem: Type.Optional(Line),
    /** Codes for a number that no attempt will ever reach. */
    refused: Type.Optional(Type.Array(Word)),
    /** Takes what comes twice under one `{id}` (or `{idNumber}`) once. */
    takesOnce: Type.Optional(Type.Boolean()),
    /** Calls, and says `{spoken}`. */
    voice: Type.Optional(Type.Boolean()),
    receipts: Type.Optional(Receipts),
    user: Type.Optional(Line),
    password: Type.Optional(Line),
    from: Type.Optional(Line),
    /** The public document that this is written from. */
    document: Type.Optional(Line),
    /** Why nobody should rely on it without a trial. */
    experimental: Type.Optional(Line),
  },
  closed,
)
export type Descriptor = Static<typeof Descriptor>
