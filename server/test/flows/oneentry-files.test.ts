import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePicture } from '../kit/files.ts'
import { applyForms } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { assertDeclined, authWith, call, client, oldClient, signUpWith } from '../kit/oneentry.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

interface Uploaded {
  readonly filename: string
  readonly downloadLink: string
  readonly size: number
}

const query = { type: 'page', entity: 'editor', id: 3787 }

test('files are uploaded, shown and removed through the client', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at, url } = house
  await applyForms(at)
  await applyFile(at, {
    apps: [
      { id: 'other', name: 'Other', state: 'live', siteKey: 'the-site-key-of-another-app', permissions: ['forms'] },
    ],
    settings: { 'files.mostBytes': 100_000 },
  })
  house.advance(3000)
  const [omid, neda, nobody] = [client(url), client(url), client(url)]
  for (const [api, login] of [
    [omid, 'omid'],
    [neda, 'neda'],
  ] as const) {
    await signUpWith(api, 'open', login)
    await authWith(api, 'open', login)
  }
  const upload = async (api: Pick<typeof omid, 'FileUploading'>, bytes: Buffer | string, name: string) => {
    const answer = (await api.FileUploading.upload(
      new File([bytes as never], name) as never,
      query,
    )) as never as Uploaded[]
    if (Array.isArray(answer)) recordSecret(answer[0]?.downloadLink.split('/').at(-1))
    return answer
  }
  let picture: Uploaded | undefined

  await t.test('what is uploaded is kept under a permanent link, redrawn and named', async () => {
    ;[picture] = await upload(omid, await makePicture('png'), 'my photo.png')
    assert.match(picture?.filename ?? '', /^files\/[0-9a-f-]{36}\/my photo\.png$/)
    const seen = await fetch(picture?.downloadLink ?? '')
    assert.deepEqual([seen.status, seen.headers.get('content-type')], [200, 'image/png'])
    assert.equal(Buffer.from(await seen.arrayBuffer()).length, picture?.size)
    assert.equal(seen.headers.get('access-control-allow-origin'), '*')
    // The older client writes every upload as `{}`: it never worked, and is told so.
    assertDeclined(await upload(oldClient(url) as never, 'plain words', 'a.txt'), 400)
  })

  await t.test('it is shown again by its name, and its preview by a template', async () => {
    const shown = (await nobody.FileUploading.getFile(3787, 'page', 'editor', picture?.filename ?? '')) as Response
    assert.equal(Buffer.from(await shown.arrayBuffer()).length, picture?.size)
    const preview = (await nobody.FileUploading.getFile(
      3787,
      'page',
      'editor',
      picture?.filename ?? '',
      '1',
    )) as Response
    assert.equal(preview.headers.get('content-type'), 'image/webp')
    const missing = (await nobody.FileUploading.getFile(1, 'page', 'editor', 'files/nothing/a.png')) as Response
    assertDeclined(await missing.json(), 404)
  })

  await t.test('it is given in an answer, and read back equal', async () => {
    const value = [{ filename: picture?.filename, downloadLink: picture?.downloadLink, size: picture?.size }]
    const item = { marker: 'avatar', type: 'image', value }
    assert.equal(await omid.Users.updateUser({ formIdentifier: 'every', formData: [item] } as never), true)
    const user = (await omid.Users.getUser()) as never as { formData: unknown[] }
    assert.deepEqual(user.formData.at(-1), item)
  })

  await t.test(
    'one that is too large, of a wrong type, or hidden in another is refused, and nothing is kept (attack 73)',
    async () => {
      const before = await at.db.selectFrom('files').select('id').where('state', '=', 'kept').execute()
      assertDeclined(await upload(omid, Buffer.alloc(100_001, 'a'), 'large.txt'), 413)
      assertDeclined(await upload(omid, Buffer.from('MZ\x90\0\x03\0\0\0\x04', 'latin1'), 'a.jpg'), 400)
      const form = new FormData()
      form.append('picture', new Blob(['x']), 'a.txt')
      const headers = { 'x-app-token': 'demo-site-key-of-the-shop-1001' }
      const wrong = await fetch(`${url}/api/content/files`, { method: 'POST', headers, body: form })
      assertDeclined(await wrong.json(), 400, ['picture'])
      assertDeclined((await call(url, 'POST', '/files?type=page', {})).body, 400)
      const empty = await fetch(`${url}/api/content/files`, { method: 'POST', headers, body: new FormData() })
      assertDeclined(await empty.json(), 400)
      const [svg] = await upload(omid, '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'a.png')
      const shown = await fetch(svg?.downloadLink ?? '')
      assert.match(shown.headers.get('content-type') ?? '', /^text\/plain/, 'no picture, whatever it is called')
      assert.match(shown.headers.get('content-disposition') ?? '', /^attachment/)
      assert.equal(await omid.FileUploading.delete(svg?.filename ?? '', query), true)
      const after = await at.db.selectFrom('files').select('id').where('state', '=', 'kept').execute()
      assert.deepEqual(after, before)
    },
  )

  await t.test('it is removed by its own person alone (attack 58)', async () => {
    const name = picture?.filename ?? ''
    assertDeclined(await nobody.FileUploading.delete(name, query), 401)
    assertDeclined(await neda.FileUploading.delete(name, query), 404)
    const elsewhere = client(url, { token: 'the-site-key-of-another-app' })
    const other = (await elsewhere.FileUploading.getFile(1, 'page', 'editor', name)) as Response
    assertDeclined(await other.json(), 404)
    assert.equal(await omid.FileUploading.delete(name, query), true)
    assertDeclined(await omid.FileUploading.delete(name, query), 404)
    assert.equal((await fetch(picture?.downloadLink ?? '')).status, 404)
  })
})
