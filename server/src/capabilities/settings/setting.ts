import { type Static, type TSchema, Type } from 'typebox'

/** One line of stored policy: its shape, what it is until somebody changes it, and what it means. */
export interface Setting<S extends TSchema = TSchema> {
  readonly schema: S
  readonly initial: Static<S>
  readonly about: string
}

/** Declares a setting. `about` is the sentence of the reference page; it names the unit. */
export function setting<S extends TSchema>(schema: S, initial: Static<S>, about: string): Setting<S> {
  return { schema, initial, about }
}

export type Slice = Record<string, Setting>
export type Values<S extends Slice> = { readonly [K in keyof S]: Static<S[K]['schema']> }

/** How often something may happen: `limit` times in `seconds`. */
export const Budget = Type.Object(
  {
    limit: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
    seconds: Type.Integer({ minimum: 1, maximum: 10 * 366 * 86_400 }),
  },
  { additionalProperties: false },
)
export type Budget = Static<typeof Budget>

/** A positive whole number. */
export const Count = (maximum = 1_000_000_000) => Type.Integer({ minimum: 1, maximum })
