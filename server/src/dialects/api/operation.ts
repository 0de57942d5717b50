import type { Static, TObject, TSchema } from 'typebox'
import { type Asked, anyObject, type Part, parseForm, readJson, readShape } from '../../http/index.ts'
import { type RefusalCode, refuse } from '../../kernel/index.ts'
import type { Gate } from './gates.ts'
import type { World } from './world.ts'

type Shape<S> = S extends TSchema ? Static<S> : undefined

interface Input<P, Q, B> {
  readonly parameters: Shape<P>
  readonly query: Shape<Q>
  readonly body: Shape<B>
  /** Of an upload; nothing otherwise. */
  readonly parts: AsyncIterable<Part>
  readonly address: string
}

/** Everything about an operation, said once: the routes, the checks and the OpenAPI document read it. */
interface Row<Who, P, Q, B, A> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, with parameters in braces. */
  readonly path: `/${string}`
  /** Its name in the document: a verb and a noun. */
  readonly id: string
  readonly summary: string
  readonly gate: Gate<Who>
  /** The parameters of the path, all of them texts. */
  readonly parameters?: P
  /** The parameters of the query, all of them texts. */
  readonly query?: Q
  readonly body?: B
  /** A multipart body instead, with files in this field. */
  readonly upload?: { readonly field: string; readonly mostFiles: number }
  /** Status of success. */
  readonly status: 200 | 201 | 202 | 204
  /** What success answers; absent with 204. */
  readonly answer?: A
  /** What it may decline besides wrong input and wrong callers. */
  readonly refusals: readonly RefusalCode[]
  readonly run: (world: World, who: Who, input: Input<P, Q, B>) => Promise<Shape<A>>
}

/** A row whose types are settled. */
export type Operation = Omit<
  Row<unknown, TObject | undefined, TObject | undefined, TSchema | undefined, TSchema | undefined>,
  'run' | 'gate'
> & {
  readonly gate: Pick<Gate<unknown>, 'scheme' | 'needs' | 'orPerson'>
  readonly serve: (world: World, asked: Asked) => Promise<unknown>
}

/**
 * Makes a row of the table. It lets nobody in before the gate has, and runs nothing before all input is as described.
 *
 * @throws what the gate, the readers of input and `run` refuse
 */
export function operation<
  Who,
  P extends TObject | undefined = undefined,
  Q extends TObject | undefined = undefined,
  B extends TSchema | undefined = undefined,
  A extends TSchema | undefined = undefined,
>(row: Row<Who, P, Q, B, A>): Operation {
  const { run, ...rest } = row
  return {
    ...rest,
    async serve(world, asked) {
      const who = await row.gate.enter(world, asked)
      const input = {
        parameters: row.parameters && readShape(row.parameters, parametersOf(row.path, asked.path)),
        query: readQuery(row.query, asked.query),
        body: row.upload ? undefined : readBody(row.body, asked),
        parts: row.upload ? readUpload(asked) : none(),
        address: asked.address,
      } as Input<P, Q, B>
      return run(world, who, input)
    },
  }
}

/** Where the API begins. */
export const root = '/api/v1'

/** The parameters of a path, by the places that the pattern gives them. */
function parametersOf(pattern: string, path: string): Record<string, string> {
  const parts = path.slice(root.length).split('/')
  const named = pattern.split('/').flatMap((part, i) => (part.startsWith('{') ? [[part.slice(1, -1), parts[i]]] : []))
  try {
    return Object.fromEntries(named.map(([name, value = '']) => [name, decodeURIComponent(value)]))
  } catch {
    return refuse('pages.not-found')
  }
}

/** `lang` may stand in every query: it is the language of what is refused. */
function readQuery(schema: TObject | undefined, text: string): unknown {
  const { lang, ...given } = Object.fromEntries(parseForm(text))
  const [unknown] = schema ? [] : Object.keys(given)
  if (unknown !== undefined) refuse('input.unknown', { field: unknown })
  return schema && readShape(schema, given)
}

function readBody(schema: TSchema | undefined, asked: Asked): unknown {
  const empty = asked.body === undefined || asked.body.length === 0
  if (!schema) return empty ? undefined : readNothing(asked)
  if (asked.mediaType !== 'application/json') refuse('input.not-json')
  return readJson(schema, asked.body)
}

/** @throws `input.not-multipart` */
const readUpload = (asked: Asked): AsyncIterable<Part> => asked.parts?.() ?? refuse('input.not-multipart')

async function* none(): AsyncGenerator<Part> {}

/** Clients that always send a body send `{}` where none is asked for. */
function readNothing(asked: Asked): undefined {
  const [field] = Object.keys(readJson(anyObject, asked.body))
  if (field !== undefined) refuse('input.unknown', { field })
}
