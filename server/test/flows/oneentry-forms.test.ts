import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyForms, everyType } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { assertDeclined, authWith, call, client, oldClient, signUpBody, signUpWith } from '../kit/oneentry.ts'
import { applyFile } from '../kit/ports.ts'

interface Shown {
  readonly identifier: string
  readonly type: string
  readonly localizeInfos: { title: string }
  readonly attributes: readonly Record<string, unknown>[]
}

const contact = {
  id: 'contact',
  type: 'data',
  title: { en: 'Write to us', fa: 'برای ما بنویسید' },
  attributes: [
    { marker: 'name', type: 'string', required: true, title: { en: 'Name', fa: 'نام' } },
    { marker: 'size', type: 'list', listTitles: [{ title: { en: 'small', fa: 'کوچک' }, value: 's' }] },
  ],
}

test('forms are described, answered and looked at through the client', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const { at, url } = house
  await applyForms(at)
  const token = 'dwt_a-token-of-the-shops-own-server'
  await applyFile(at, {
    forms: [contact],
    apps: [
      { id: '1001', tokens: [{ token, permissions: ['forms'] }] },
      { id: 'other', name: 'Other', state: 'live', siteKey: 'the-site-key-of-another-app', permissions: ['forms'] },
    ],
  })
  const [omid, neda] = [client(url, { marker: 'open' }), client(url, { marker: 'open' })]
  await signUpWith(omid, 'open', 'omid')
  await signUpWith(neda, 'open', 'neda')
  await authWith(omid, 'open', 'omid')
  await authWith(neda, 'open', 'neda')
  const give = (api: ReturnType<typeof client>, formData: unknown[], change = {}) =>
    api.FormData.postFormsData({
      formIdentifier: 'contact',
      formModuleConfigId: 2,
      moduleEntityIdentifier: 'blog',
      replayTo: null,
      status: 'sent',
      formData,
      ...change,
    } as never)
  const name = (value: string) => ({ marker: 'name', type: 'string', value })

  await t.test('all of them, and one by its marker, in the language asked for', async () => {
    const { total, items } = (await omid.Forms.getAllForms()) as never as { total: number; items: Shown[] }
    assert.ok(total >= 2 && items.some(({ identifier }) => identifier === 'every'))
    const one = (await omid.Forms.getFormByMarker('every')) as never as Shown
    assert.deepEqual([one.type, one.localizeInfos.title], ['sing_in_up', 'Join'])
    assert.deepEqual(
      one.attributes.map(({ marker, type }) => [marker, type]),
      everyType.attributes.map(({ marker, type }) => [marker, type]),
    )
    assert.deepEqual([one.attributes[0]?.isLogin, one.attributes[1]?.isPassword], [true, true])
    const persian = (await omid.Forms.getFormByMarker('contact', 'fa_IR')) as never as Shown
    assert.equal(persian.localizeInfos.title, contact.title.fa)
    assert.match(JSON.stringify(persian.attributes[1]), /"title":"کوچک"/)
    const older = (await oldClient(url).Forms.getFormByMarker('contact')) as never as Shown
    assert.equal(older.identifier, 'contact')
    assertDeclined(await omid.Forms.getFormByMarker('nothing'), 404)
    assertDeclined(await omid.Forms.getFormByMarker('every', 'not a language'), 400, ['langCode'])
    const rest = (await omid.Forms.getAllForms('en_US', total, 5)) as never as { items: Shown[] }
    assert.deepEqual(rest.items, [])
  })

  let id = 0
  await t.test('an answer is taken from anybody, and belongs to who is signed in', async () => {
    const given = (await give(omid, [name('Omid')])) as never as { formData: { id: number; formData: unknown } }
    assert.deepEqual(given.formData?.formData, [name('Omid')], JSON.stringify(given))
    id = given.formData.id
    const nobody = (await give(client(url), [name('Nobody')])) as never as { formData: { userIdentifier: null } }
    assert.equal(nobody.formData.userIdentifier, null)
    assertDeclined(await give(omid, [{ marker: 'size', type: 'list', value: [{ title: 'x', value: 'l' }] }]), 400, [
      'name',
      'size',
    ])
    assertDeclined(await give(omid, [name('Omid')], { formIdentifier: 'nothing' }), 404)
    assertDeclined(await give(omid, [name('Omid')], { formIdentifier: 'every' }), 404)
    assertDeclined(await give(omid, [name('Omid')], { isUserAdmin: true }), 400, ['isUserAdmin'])
  })

  await t.test('a person sees and changes their own, not another’s; nobody sees any (attack 58)', async () => {
    const list = async (api: ReturnType<typeof client>) =>
      (await api.FormData.getFormsDataByMarker('contact', 2)) as never as { total: number; items: { id: number }[] }
    const own = await list(omid)
    assert.deepEqual([own.total, own.items[0]?.id], [1, id])
    assert.deepEqual(await list(neda), { items: [], total: 0 })
    assertDeclined(await list(client(url)), 401)
    assertDeclined(await neda.FormData.updateFormsDataByid(id, { formData: [name('Neda')] } as never), 404)
    assertDeclined(await neda.FormData.updateFormsDataStatusByid(id, { status: 'read' } as never), 404)
    assertDeclined(await neda.FormData.deleteFormsDataByid(id), 404)
    assertDeclined(await client(url).FormData.deleteFormsDataByid(id), 401)
    const changed: unknown = await omid.FormData.updateFormsDataByid(id, {
      formData: [name('Omid the second')],
    } as never)
    assert.deepEqual((changed as { formData: unknown }).formData, [name('Omid the second')], JSON.stringify(changed))
    assert.equal(await omid.FormData.updateFormsDataStatusByid(id, { status: 'read' } as never), true)
  })

  await t.test('the app’s own server sees all of its, by a token that is no site key', async () => {
    const bearer = { authorization: `Bearer ${token}` }
    const all = await call(url, 'POST', '/form-data/marker/contact?limit=10', {}, bearer)
    assert.equal((all.body as { total: number }).total, 2, all.text)
    const read = await call(url, 'POST', '/form-data/marker/contact', { status: ['read'] }, bearer)
    assert.equal((read.body as { items: unknown[] }).items.length, 1)
    const elsewhere = { ...bearer, 'x-app-token': 'the-site-key-of-another-app' }
    assert.equal((await call(url, 'POST', '/form-data/marker/contact', {}, elsewhere)).status, 401)
    assert.equal((await call(url, 'POST', '/form-data/marker/every', {}, bearer)).status, 404, 'sign-ups are not data')
    assert.equal(await omid.FormData.deleteFormsDataByid(id), true)
    assertDeclined(await omid.FormData.deleteFormsDataByid(id), 404)
  })

  await t.test('a form that changed meanwhile leaves what was answered to it as it is (attack 76)', async () => {
    const shorter = everyType.attributes.filter(({ marker }) => marker !== 'last_name')
    await applyFile(at, { forms: [{ ...everyType, attributes: [...shorter, { marker: 'city', type: 'string' }] }] })
    const user = (await omid.Users.getUser()) as never as { formData: unknown[] }
    assert.deepEqual(user.formData, signUpBody('omid').formData)
    assertDeclined(await omid.AuthProvider.signUp('open', signUpBody('late') as never), 400, ['last_name'])
    const city = { marker: 'city', type: 'string', value: 'Shiraz' }
    assert.equal(await omid.Users.updateUser({ formIdentifier: 'every', formData: [city] } as never), true)
    const now = (await omid.Users.getUser()) as never as { formData: unknown[] }
    assert.deepEqual(now.formData, [...signUpBody('omid').formData, city])
  })

  await t.test('answers are taken as clients write them: wrapped, wrapped twice, alone', async () => {
    const list = [{ marker: 'city', type: 'string', value: 'Yazd' }]
    const ways = { plain: list, once: { en_US: list }, twice: { en_US: [{ en_US: list }] }, alone: list[0] }
    for (const [way, formData] of Object.entries(ways)) {
      const path = '/users-auth-providers/marker/open/users/sign-up'
      const answer = await call(url, 'POST', path, signUpBody(`way-${way}`, { formData }))
      assert.equal(answer.status, 201, answer.text)
      assert.deepEqual((answer.body as { formData: unknown }).formData, { en_US: list })
    }
    const two = { en_US: list, fa_IR: list }
    const refused = await call(
      url,
      'POST',
      '/users-auth-providers/marker/open/users/sign-up',
      signUpBody('two', { formData: two }),
    )
    assertDeclined(refused.body, 400, ['formData.fa_IR'])
  })
})
