import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClientSecretBasic, clientCredentialsGrant } from 'openid-client'
import { findApp, listCredentials } from '../../src/capabilities/apps/index.ts'
import { languages } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { details, registerOwn, sara, shown, signedIn } from '../kit/developers.ts'
import { startHouse } from '../kit/house.ts'
import { discover } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

for (const engine of engines) {
  test(`a developer registers an app, sees its secrets once, and they work, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const jar = await signedIn(house)
    const { id, clientSecret, portalKey, page } = await registerOwn(jar)
    assert.match(id, /^[1-9]\d{11}$/)
    assert.match(portalKey, /^[0-9a-f]{32}$/)
    assert.equal(page.headers.get('cache-control'), 'no-store', 'attack 67')
    const config = await discover(house.url, ClientSecretBasic(clientSecret), id)
    recordSecret((await clientCredentialsGrant(config)).access_token)

    for (const address of [
      '/developers',
      `/developers/apps/${id}`,
      `/developers/apps/${id}/edit`,
      `/developers/apps/${id}/secrets`,
    ]) {
      const later = await openPage(jar, address)
      assert.equal(later.status, 200, address)
      assert.equal(later.text.includes(clientSecret) || later.text.includes(portalKey), false, address)
      assert.equal(later.headers.get('cache-control'), 'no-store', address)
    }
    const app = await findApp(house.at.db, id)
    assert.deepEqual([app?.state, app?.permissions, app?.domains], ['live', ['log-in-with'], ['books.example']])
  })

  test(`secrets of each kind are changed over with an overlap and revoked (attack 54), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const jar = await signedIn(house)
    const own = await registerOwn(jar)
    await applyFile(house.at, { apps: [{ id: own.id, permissions: ['portal'] }] })
    const works = async (kind: 'client-secret' | 'portal-key', secret: string) => {
      if (kind === 'portal-key') {
        const body = new URLSearchParams({
          website: 'books.example',
          key: secret,
          do: 'email-exists',
          User_Email: 'a@b.example',
        })
        const answer = (await (await fetch(`${house.url}/api/`, { method: 'POST', body })).json()) as {
          message: string
        }
        return !/trang web|khóa/i.test(answer.message)
      }
      const auth = `Basic ${Buffer.from(`${own.id}:${secret}`).toString('base64')}`
      const body = new URLSearchParams({ grant_type: 'client_credentials' })
      return (
        (await fetch(`${house.url}/oauth/token`, { method: 'POST', body, headers: { authorization: auth } })).status ===
        200
      )
    }
    for (const [kind, first, name] of [
      ['client-secret', own.clientSecret, 'clientSecret'],
      ['portal-key', own.portalKey, 'portalKey'],
    ] as const) {
      const secrets = await openPage(jar, `/developers/apps/${own.id}/secrets`)
      const changed = await secrets.forge({ kind, overlap: 'day', do: 'rotate' })
      const second = shown(changed, name)
      recordSecret(second)
      assert.ok(second && second !== first)
      assert.equal(changed.headers.get('cache-control'), 'no-store')
      assert.deepEqual([await works(kind, first), await works(kind, second)], [true, true], kind)
      house.advance(86_400_000)
      assert.deepEqual([await works(kind, first), await works(kind, second)], [false, true], kind)
      house.advance(-86_400_000)
      const [newest] = (await listCredentials(house.at, own.id)).filter((one) => one.kind === kind)
      await (await openPage(jar, `/developers/apps/${own.id}/secrets`)).forge({
        credential: newest?.id ?? '',
        do: 'revoke',
      })
      assert.equal(await works(kind, second), false, `${kind} is revoked`)
    }
  })
}

test('an app without a server gets no secret, and draws none', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signedIn(house)
  const form = await openPage(jar, '/developers/register')
  const redirectUrls = 'com.example.books:/callback\nhttp://127.0.0.1/callback'
  const page = await form.submit({ ...details, server: 'no', redirectUrls }, 'register')
  const id = shown(page, 'appId')
  assert.match(page.words, /without a secret/)
  assert.deepEqual(await listCredentials(house.at, id), [])
  const secrets = await openPage(jar, `/developers/apps/${id}/secrets`)
  assert.match(secrets.words, /no secret to keep/)
  const forged = await (await openPage(jar, `/developers/apps/${id}/edit`)).forge(
    { kind: 'client-secret', overlap: 'now', do: 'rotate' },
    `/developers/apps/${id}/secrets`,
  )
  assert.equal(forged.status, 400)
  assert.deepEqual(await listCredentials(house.at, id), [])
})

test('a wrong entry is named beside its field, and what was typed is kept', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signedIn(house)
  const form = await openPage(jar, '/developers/register')
  const wrong = {
    ...details,
    name: '',
    domain: 'https://books.example/x',
    redirectUrls: 'http://books.example/cb',
    logo: 'javascript:alert(1)',
    category: 'nothing',
    description: 'x'.repeat(201),
  }
  const page = await form.submit(wrong, 'register')
  assert.equal(page.status, 400)
  assert.deepEqual(
    page.problems.map((one) => one.split(' is ')[0]),
    ['Name', 'Description', 'Category', 'Logo', 'Website', 'Redirect addresses'],
  )
  assert.equal(page.field('domain'), wrong.domain)
  for (const id of ['name', 'domain', 'redirectUrls']) assert.match(page.text, new RegExp(`id="${id}-problem"`))
  for (const language of languages.filter((one) => one !== 'en')) {
    const other = await (await openPage(jar, `/developers/register?lang=${language}`)).submit(wrong, 'register')
    assert.equal(other.problems.length, 6, language)
    assert.equal(
      other.problems.some((one) => /\b(name|redirectUrls|category)\b/.test(one)),
      false,
      `${language}: ${other.problems}`,
    )
  }
})

test('a name that is taken, or looks like another’s or the house’s, is refused beside its field', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signedIn(house)
  await registerOwn(jar)
  for (const name of ['Bookshop', 'bookshop', 'Воokshop', 'B o o k s h o p', 'Diwan', 'D1wan', 'Ｄｉｗａｎ']) {
    const page = await (await openPage(jar, '/developers/register')).submit({ ...details, name }, 'register')
    assert.equal(page.status, 409, name)
    assert.deepEqual(page.problems, ['Another app has this name, or one that looks like it. Choose another.'])
    assert.equal(page.field('description') ?? '', '', 'a long field')
    assert.match(page.text, /Old books by mail/)
  }
})

test('only so many apps are registered by one person in a day', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, { settings: { 'apps.registrations': { limit: 1, seconds: 86_400 } } })
  const jar = await signedIn(house)
  await registerOwn(jar)
  const page = await (await openPage(jar, '/developers/register')).submit({ ...details, name: 'Another' }, 'register')
  assert.equal(page.status, 429)
})

test('somebody who is not signed in is sent to sign in, and a form of theirs changes nothing', async (t) => {
  const house = await startHouse(t, 'sqlite')
  for (const address of [
    '/developers',
    '/developers/register',
    '/developers/apps/1001',
    '/developers/apps/1001/secrets',
  ]) {
    const answer = await newJar(house.url).ask(new URL(address, house.url))
    assert.deepEqual(
      [answer.status, answer.headers.get('location')],
      [303, `/sign-in?${new URLSearchParams({ next: address })}`],
    )
  }
})

test('a form from elsewhere, or without the word of our own page, changes nothing (attack 64)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signedIn(house)
  const { id } = await registerOwn(jar)
  const before = await findApp(house.at.db, id)
  const token = /name="token" value="([^"]*)"/.exec((await openPage(jar, '/developers/register')).text)?.[1] ?? ''
  const addresses = [
    '/developers/register',
    `/developers/apps/${id}`,
    `/developers/apps/${id}/edit`,
    `/developers/apps/${id}/secrets`,
  ]
  for (const address of addresses) {
    for (const [fields, headers] of [
      [{}, {}],
      [{ token: 'wrong' }, {}],
      [{ token }, { origin: 'https://evil.example' }],
      [{ token }, { 'sec-fetch-site': 'cross-site' }],
    ] as [Record<string, string>, Record<string, string>][]) {
      const body = new URLSearchParams({
        ...details,
        name: 'Evil',
        do: 'rotate',
        kind: 'client-secret',
        overlap: 'now',
        ...fields,
      })
      const answer = await jar.ask(new URL(address, house.url), { method: 'POST', body, headers })
      assert.equal(answer.status, 403, address)
    }
  }
  assert.deepEqual(await findApp(house.at.db, id), before)
  assert.equal((await listCredentials(house.at, id)).length, 2)
})

test('nobody sees or changes another person’s app: it is not there (attack 58)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const own = await registerOwn(await signedIn(house))
  const before = await findApp(house.at.db, own.id)
  const stranger = await signedIn(house, sara)
  assert.doesNotMatch((await openPage(stranger, '/developers')).text, /Bookshop/)
  const form = await openPage(stranger, '/developers/register')
  for (const id of [own.id, '1001', '999999999999', '~house', '%2e%2e']) {
    for (const part of ['', '/edit', '/secrets']) {
      const address = `/developers/apps/${id}${part}`
      assert.equal((await openPage(stranger, address)).status, 404, address)
      for (const action of ['submit', 'prove', 'save', 'rotate', 'revoke', 'token']) {
        const forged = await form.forge({ name: 'Mine', do: action, kind: 'client-secret', overlap: 'now' }, address)
        assert.equal(forged.status, 404, `${action} ${address}`)
      }
    }
  }
  assert.deepEqual(await findApp(house.at.db, own.id), before)
  const second = await registerOwn(stranger, { name: 'Other' })
  const [foreign] = await listCredentials(house.at, own.id)
  await form.forge({ credential: foreign?.id ?? '', do: 'revoke' }, `/developers/apps/${second.id}/secrets`)
  assert.equal((await listCredentials(house.at, own.id)).length, 2, 'a secret of another’s app stays')
})

test('secrets ask for a sign-in of the last ten minutes; a registration is not lost by it', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const jar = await signedIn(house)
  const { id } = await registerOwn(jar)
  house.advance(601_000)
  const answer = await jar.ask(new URL(`/developers/apps/${id}/secrets`, house.url))
  assert.match(answer.headers.get('location') ?? '', /^\/sign-in\?again=1&next=/)
  const form = await openPage(jar, '/developers/register')
  const forged = await form.forge(
    { kind: 'client-secret', overlap: 'now', do: 'rotate' },
    `/developers/apps/${id}/secrets`,
  )
  assert.equal(forged.status, 401)
  const body = new URLSearchParams({ ...details, name: 'Late', token: form.field('token') ?? '' })
  const late = await jar.ask(new URL('/developers/register', house.url), { method: 'POST', body })
  assert.match(late.headers.get('location') ?? '', /^\/developers\/apps\/\d+\/secrets$/)
})
