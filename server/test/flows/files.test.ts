import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { claimFile, findFileByUrl, readFilePolicy } from '../../src/capabilities/files/index.ts'
import { transact } from '../../src/kernel/index.ts'
import { makePerson, signIn, signInWithTokens } from '../kit/account.ts'
import { callApi } from '../kit/api.ts'
import { testFolder } from '../kit/database.ts'
import { listFolder, makePicture } from '../kit/files.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { app } from '../kit/openid.ts'
import { newJar } from '../kit/pages.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'
import { waitFor } from '../kit/wait.ts'

const token = 'dwt_a-token-of-the-shop-for-its-forms'
const otherToken = 'dwt_a-token-of-another-shop-for-forms'
const DATA_DIR = testFolder()

async function start(t: Parameters<typeof startHouse>[0]): Promise<TestHouse> {
  const house = await startHouse(t, 'sqlite', { env: { DATA_DIR } })
  const one = (id: string, secret: string) => {
    const permissions = ['forms']
    return {
      id,
      name: id,
      state: 'live',
      domains: [`${id}.example`],
      permissions,
      tokens: [{ token: secret, permissions }],
    }
  }
  await applyFile(house.at, { apps: [one('files-a', token), one('files-b', otherToken)] })
  await house.at.db.updateTable('apps').set({ permissions: '["forms"]' }).where('id', '=', app.id).execute()
  recordSecret(token, otherToken)
  return house
}

interface Told {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly link: string
  readonly preview?: string
  readonly code?: string
}

async function send(house: TestHouse, bytes: Buffer | string, name = 'a.txt', bearer = token) {
  const form = new FormData()
  form.append('file', new Blob([bytes as never]), name)
  const headers = { authorization: `Bearer ${bearer}` }
  const answer = await fetch(`${house.url}/api/v1/files`, { method: 'POST', headers, body: form })
  const body = (await answer.json()) as Told
  if (body.link) recordSecret(body.link.split('/').at(-1))
  return { status: answer.status, body, retryAfter: answer.headers.get('retry-after') }
}

const onDisk = () => listFolder(DATA_DIR).then((all) => all.filter((one) => /\/(incoming|files)\//.test(one)))

test('an app uploads a picture, anybody with its link saves it, and nothing in it can act (attacks 63 and 73)', async (t) => {
  const house = await start(t)
  const { status, body } = await send(house, await makePicture('jpeg'), '../عکس \u202Egnp.html')
  assert.deepEqual([status, body.type, body.name], [201, 'image/jpeg', 'عکس gnp.html.jpg'])
  const seen = await fetch(body.link)
  const bytes = Buffer.from(await seen.arrayBuffer())
  assert.equal(bytes.length, body.size)
  const told = Object.fromEntries(seen.headers)
  assert.equal(told['x-content-type-options'], 'nosniff')
  assert.equal(told['content-security-policy'], "sandbox; default-src 'none'")
  assert.equal(
    told['content-disposition'],
    `attachment; filename=" gnp.html.jpg"; filename*=UTF-8''${encodeURIComponent(body.name)}`,
  )
  assert.equal(told['cache-control'], 'private, no-store', 'nobody has claimed it')
  assert.equal(told['cross-origin-resource-policy'], 'cross-origin')
  assert.equal((await fetch(body.preview ?? '')).headers.get('content-type'), 'image/webp')
  const { etag = '' } = told

  const head = await fetch(body.link, { method: 'HEAD' })
  assert.deepEqual(
    [head.status, head.headers.get('content-length'), head.headers.get('etag')],
    [200, String(bytes.length), etag],
  )
  assert.equal((await fetch(body.link, { headers: { 'if-none-match': etag } })).status, 304)
  const parts: [string, number, Buffer | undefined][] = [
    ['bytes=0-9', 206, bytes.subarray(0, 10)],
    ['bytes=-5', 206, bytes.subarray(-5)],
    [`bytes=${bytes.length - 3}-999999999`, 206, bytes.subarray(-3)],
    [`bytes=${bytes.length}-`, 416, undefined],
    ['bytes=5-2', 200, bytes],
    ['bytes=0-1,3-4', 200, bytes],
    ['lines=1-2', 200, bytes],
  ]
  for (const [range, status, expected] of parts) {
    const part = await fetch(body.link, { headers: { range } })
    assert.equal(part.status, status, range)
    if (expected) assert.deepEqual(Buffer.from(await part.arrayBuffer()), expected, range)
  }
  const stale = await fetch(body.link, { headers: { range: 'bytes=0-9', 'if-range': '"other"' } })
  assert.equal(stale.status, 200)
  const { at } = house
  const policy = await readFilePolicy(at)
  await transact(at, (tx) => claimFile(at, tx, { fileId: body.id, appId: 'files-a', holder: 'answer 1', policy }))
  assert.equal((await fetch(body.link)).headers.get('cache-control'), 'public, max-age=86400, immutable')
  assert.equal((await findFileByUrl(at, body.preview ?? ''))?.id, body.id)
  assert.equal((await callApi(house.url, `DELETE /api/v1/files/${body.id}`, { token })).status, 204)
  assert.equal((await fetch(body.link)).status, 404)
  await waitFor('the bytes to go', async () => (await onDisk()).length === 0)
})

test('a private file opens for its person and its app; for all others it is as good as none (attack 58)', async (t) => {
  const house = await start(t)
  const { at } = house
  const mina = await makePerson(house, 'mina.files@example.com')
  const jar = newJar(house.url)
  const { access_token: mine = '' } = await signInWithTokens(house, jar, 'openid', mina)
  const stranger = await signIn(house)
  recordSecret(mine)
  const { body, status } = await send(house, 'her papers', 'papers.txt', mine)
  assert.equal(status, 201)
  const policy = await readFilePolicy(at, { isPrivate: true })
  const claim = { fileId: body.id, appId: app.id, userId: mina.id, holder: `user ${mina.id}`, policy }
  await transact(at, (tx) => claimFile(at, tx, claim))
  const path = new URL(body.link)
  const none = new URL(`${house.url}/files/${'a'.repeat(27)}`)
  const get = async (url: URL, bearer?: string, who?: typeof jar) => {
    const answer = who
      ? await who.ask(url)
      : await fetch(url, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} })
    const { date: _date, 'set-cookie': _cookie, ...headers } = Object.fromEntries(answer.headers)
    return { status: answer.status, headers, text: await answer.text() }
  }
  for (const open of [await get(path, mine), await get(path, undefined, jar)]) {
    assert.deepEqual([open.status, open.text, open.headers['cache-control']], [200, 'her papers', 'private, no-store'])
  }
  const absent = await get(none)
  assert.equal(absent.status, 404)
  for (const closed of [
    await get(path),
    await get(path, token),
    await get(path, 'no-token'),
    await get(path, undefined, stranger),
  ]) {
    assert.deepEqual(closed, absent)
  }
  for (const call of [`GET /api/v1/files/${body.id}`, `DELETE /api/v1/files/${body.id}`] as const) {
    const { status, body: told } = await callApi(house.url, call, { token })
    const missing = await callApi(house.url, call.replace(/[0-9a-f]$/, 'x'.replace('x', '0')) as typeof call, { token })
    assert.deepEqual(
      [status, told.code, missing.status, missing.body.code],
      [404, 'files.unknown', 404, 'files.unknown'],
    )
  }
  assert.equal((await callApi(house.url, `GET /api/v1/files/${body.id}`, { token: mine })).status, 200)
})

test('what cannot be taken is refused in the API’s own shape, and leaves nothing (attacks 73 and 82)', async (t) => {
  const house = await start(t)
  const before = await onDisk()
  const refusals: [Buffer | string, string, number, string][] = [
    [Buffer.alloc(21 * 1024 * 1024, 'a'), 'a.txt', 413, 'files.too-large'],
    [Buffer.from('MZ\x90\0\x03\0\0\0'), 'cat.png', 415, 'files.wrong-type'],
    [(await makePicture('png')).subarray(0, 200), 'cat.png', 422, 'files.unreadable'],
  ]
  for (const [bytes, name, status, code] of refusals) {
    const { status: was, body } = await send(house, bytes, name)
    assert.deepEqual([was, body.code], [status, code])
  }
  const post = async (body: FormData | string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${house.url}/api/v1/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      body,
    })
    const told = (await answer.json()) as Told
    return [answer.status, told.code]
  }
  const two = new FormData()
  for (const name of ['a', 'b']) two.append('file', new Blob(['x']), name)
  assert.deepEqual(await post(two), [413, 'input.too-large'])
  const field = new FormData()
  field.append('id', '7')
  assert.deepEqual(await post(field), [400, 'input.unknown'])
  const broken = { 'content-type': 'multipart/form-data; boundary=x' }
  assert.deepEqual(await post('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc', broken), [
    415,
    'input.not-multipart',
  ])
  assert.deepEqual(await post('{}', { 'content-type': 'application/json' }), [415, 'input.not-multipart'])
  assert.deepEqual(await post(new FormData()), [400, 'input.missing'])
  assert.equal((await send(house, 'x', 'a', 'no-token')).status, 401)
  // A sender that goes away in the middle.
  const half = request(`${house.url}/api/v1/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-length': '1000000', ...broken },
  })
  half.on('error', () => undefined)
  half.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'a'.repeat(100_000)}`)
  await waitFor('the first bytes', async () => (await onDisk()).length > before.length)
  half.destroy()
  await waitFor('nothing to be left', async () => (await onDisk()).length === before.length)
  assert.ok(!house.logs.join('').includes('a bug'), house.logs.filter((line) => line.includes('a bug')).join(''))
  assert.equal((await house.at.db.selectFrom('file_keys').selectAll().execute()).length, 0)
})
