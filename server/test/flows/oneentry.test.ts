import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHouse } from '../kit/house.ts'
import { assertDeclined, client, oldClient, siteKey } from '../kit/oneentry.ts'

test('the platform’s published client, as it is', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const api = client(house.url)

  await t.test('tries its errors, and both of its ages read ours', async () => {
    assertDeclined(await api.System.test404(), 404)
    assertDeclined(await api.System.test500(), 500)
    assert.equal(((await api.System.getApiStat()) as { status: string }).status, 'ok')
    assertDeclined(await oldClient(house.url).System.test404(), 404)
    await assert.rejects(
      () => client(house.url, { isShell: false }).System.test404(),
      (error) => Boolean(assertDeclined(error, 404)),
    )
    assert.ok(!house.logs.some((line) => line.includes('a bug')))
  })

  await t.test('is told clearly what is not here: orders, products, pages', async () => {
    assertDeclined(await api.Orders.getAllOrdersStorage(), 404)
    assertDeclined(await api.Products.getProducts(), 404)
    assertDeclined(await api.Menus.getMenusByMarker('main'), 404)
    assertDeclined(await api.Events.getAllSubscriptions(), 404)
  })

  await t.test(
    'is let in by a site key alone: none, an unknown one and another credential are answered alike',
    async () => {
      const answers = await Promise.all(
        ['undefined', '', 'unknown', 'demo-client-secret-of-the-shop-1001'].map((token) =>
          client(house.url, { token }).System.getApiStat(),
        ),
      )
      const [first, ...others] = answers.map((answer) => ({ ...assertDeclined(answer, 403), timestamp: '' }))
      for (const other of others) assert.deepEqual(other, first)
    },
  )

  await t.test('may be a page of any origin: browsers are let through without cookies (attack 65)', async () => {
    const asked = await fetch(`${house.url}/api/content/system/api-stat`, { method: 'OPTIONS' })
    assert.deepEqual([asked.status, asked.headers.get('access-control-allow-origin')], [204, '*'])
    assert.match(
      asked.headers.get('access-control-allow-headers') ?? '',
      /x-app-token, x-device-metadata, authorization/,
    )
    assert.equal(asked.headers.get('access-control-allow-credentials'), null)
    const refused = await fetch(`${house.url}/api/content/pages`, { headers: { 'x-app-token': siteKey } })
    assert.equal(refused.headers.get('access-control-allow-origin'), '*')
  })

  await t.test('is told which method a path takes', async () => {
    const answer = await fetch(`${house.url}/api/content/system/api-stat`, { method: 'DELETE' })
    assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET'])
    assertDeclined(await answer.json(), 405)
  })
})
