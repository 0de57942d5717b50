import assert from 'node:assert/strict'
import { recordSecret } from './secrets.ts'

/** What the API answered. */
export interface ApiAnswer<T = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** Calls our own API as a careful client does; whatever it answers is JSON, or nothing. */
export async function callApi<T = Record<string, unknown>>(
  url: string,
  call: `${string} /${string}`,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<ApiAnswer<T>> {
  recordSecret(token)
  const [method = '', path = ''] = call.split(' ')
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  if (response.status >= 400) assert.match(type, /^application\/problem\+json/, text)
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
}
