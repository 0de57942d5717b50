import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callApi } from '../kit/api.ts'
import { startHouse } from '../kit/house.ts'

interface Operation {
  operationId: string
  summary: string
  security: Record<string, string[]>[]
  parameters: { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
interface Document {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

const read = async (url: string): Promise<Document> => (await callApi<Document>(url, 'GET /api/v1/openapi.json')).body

/** Every reference in a document. */
function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, one] of Object.entries(value)) {
    if (key === '$ref') yield String(one)
    else yield* referencesIn(one)
  }
}

test('the description is OpenAPI 3.1: operations named once, parameters of the path declared, references that resolve', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  const document = await read(url)
  assert.match(document.openapi, /^3\.1\.\d+$/)
  assert.deepEqual(document.servers, [{ url }])
  const ids: string[] = []
  for (const [path, methods] of Object.entries(document.paths)) {
    assert.match(path, /^\/api\/v1\/[a-z{}A-Z/-]+$/)
    for (const [method, operation] of Object.entries(methods)) {
      const about = `${method} ${path}`
      assert.match(method, /^(get|post|put|patch|delete)$/)
      ids.push(operation.operationId)
      assert.ok(operation.summary.length > 5, about)
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = operation.parameters.filter((one) => one.in === 'path')
      assert.deepEqual(
        declared.map((one) => one.name),
        named,
        about,
      )
      assert.ok(
        declared.every((one) => one.required),
        about,
      )
      for (const scheme of operation.security.flatMap((one) => Object.keys(one)))
        assert.ok(scheme in document.components.securitySchemes, about)
      const statuses = Object.keys(operation.responses)
      assert.equal(statuses.filter((status) => status.startsWith('2')).length, 1, about)
      for (const [status, { description, content = {} }] of Object.entries(operation.responses)) {
        assert.ok(description, `${about} ${status}`)
        if (Number(status) >= 400) assert.deepEqual(Object.keys(content), ['application/problem+json'], about)
      }
    }
  }
  assert.equal(new Set(ids).size, ids.length)
  const references = [...referencesIn(document)]
  assert.ok(references.length > 0)
  for (const reference of references) {
    const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? []
    assert.ok(name in document.components.schemas, reference)
  }
  assert.doesNotMatch(JSON.stringify(document), /"\$id"|"~/)
})

test('every operation that is described is served, and asks for its caller before anything else', async (t) => {
  const { url } = await startHouse(t, 'sqlite')
  for (const [path, methods] of Object.entries((await read(url)).paths)) {
    for (const [method, { security }] of Object.entries(methods)) {
      const call = `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, 'x')}?nonsense=1` as const
      const answer = await callApi(url, call as 'GET /', { ...(method !== 'get' && { body: '{"nonsense":' }) })
      assert.equal(answer.status, security.length > 0 ? 401 : 400, call)
    }
  }
})
