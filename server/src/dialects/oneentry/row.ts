import type { Static, TSchema } from 'typebox'
import { type App, findAppBySecret } from '../../capabilities/apps/index.ts'
import { type Answer, type Asked, anyObject, json, readJson, readShape } from '../../http/index.ts'
import { refuse } from '../../kernel/index.ts'
import { openToBrowsers } from './problem.ts'
import type { World } from './world.ts'

/** Where the surface begins. */
export const root = '/api/content'

/** A call of the platform's client, by an app whose site key was shown. */
export interface Call {
  readonly world: World
  readonly asked: Asked
  readonly app: App
  /** What stands in the places of the row's path. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** One row of the surface's table. */
export interface Row {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api/content`, as `/users/me/fcm-token/:token`. */
  readonly path: `/${string}`
  /** 201 to a POST where it is not said, as the platform does, and 200 otherwise. */
  readonly status?: number
  /** Takes files in a multipart body. */
  readonly upload?: { readonly mostFiles: number }
  /** What is answered as JSON; with the status 302 the address to go on to. */
  readonly run: (call: Call) => Promise<unknown>
}

/** Serves one of the rows of a path. */
export async function serve(world: World, row: Row, asked: Asked): Promise<Answer> {
  const app = await readApp(world, asked)
  const parameters = parametersOf(row.path, asked.path)
  const value = await row.run({ world, asked, app, parameters, query: new URLSearchParams(asked.query) })
  if (row.status === 302) return goTo(String(value))
  return json(row.status ?? (row.method === 'POST' ? 201 : 200), value, openToBrowsers)
}

const goTo = (location: string): Answer => ({
  status: 302,
  type: 'text/plain; charset=utf-8',
  body: '',
  headers: { ...openToBrowsers, location },
})

/**
 * The app whose site key `x-app-token` carries; clients without one send the word `undefined`. It is public, and opens no
 * more than forms and sign-up.
 *
 * @throws `apps.not-authenticated`, `apps.not-live`, `apps.not-permitted`
 */
async function readApp({ at }: World, asked: Asked): Promise<App> {
  const key = asked.header('x-app-token')
  const app = key ? await findAppBySecret(at, 'site-key', key) : undefined
  if (!app) return refuse('apps.not-authenticated')
  if (app.state !== 'live') refuse('apps.not-live')
  return app.permissions.includes('forms') ? app : refuse('apps.not-permitted', { permission: 'forms' })
}

/** @throws `pages.not-found` for what is no UTF-8 */
function parametersOf(pattern: string, path: string): Record<string, string> {
  const parts = path.slice(root.length).split('/')
  const named = pattern.split('/').flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), parts[i]]] : []))
  try {
    return Object.fromEntries(named.map(([name, value = '']) => [name, decodeURIComponent(value)]))
  } catch {
    return refuse('pages.not-found')
  }
}

/** A body as the schema has it; one that is empty counts as `{}`, whatever the media type says. */
export function readBody<S extends TSchema>(schema: S, { asked }: Pick<Call, 'asked'>): Static<S> {
  if (asked.body === undefined || asked.body.length === 0) return readShape(schema, {})
  if (asked.mediaType !== 'application/json') refuse('input.not-json')
  return readShape(schema, readJson(anyObject, asked.body))
}

/** The language tag that the client names, as it writes it: `en_US`. */
export function localeOf({ query }: Pick<Call, 'query'>, named?: string): string {
  const tag = named ?? query.get('langCode') ?? 'en_US'
  return /^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$/.test(tag)
    ? tag
    : refuse('input.invalid', { field: 'langCode', rule: 'language' })
}

/** Where a page of a list begins and how long it is. */
export function pageOf({ query }: Pick<Call, 'query'>): { offset: number; limit: number } {
  const read = (name: string, initial: number, most: number): number => {
    const text = query.get(name) ?? ''
    if (text === '' || text === 'undefined') return initial
    const value = /^\d{1,9}$/.test(text) ? Number(text) : refuse('input.invalid', { field: name, rule: 'number' })
    return Math.min(value, most)
  }
  return { offset: read('offset', 0, 1e9), limit: read('limit', 30, 100) }
}
