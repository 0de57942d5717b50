import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { changeProfile } from '../../src/capabilities/users/index.ts'
import { makePerson, type Person, signInWithTokens } from '../kit/account.ts'
import { openBrowser } from '../kit/browser.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { look } from '../kit/look.ts'
import { app, askUserinfo } from '../kit/openid.ts'
import { newJar, readCode } from '../kit/pages.ts'

const pages = {
  account: '/account',
  'account-profile': '/account/profile',
  'account-profile-about': '/account/profile/about',
  'account-profile-home': '/account/profile/home',
  'account-profile-links': '/account/profile/links',
  'account-profile-numbers': '/account/profile/numbers',
  'account-profile-language': '/account/profile/language',
  'account-contacts': '/account/contacts',
  'account-add-contact': '/account/contacts/add',
  'account-password': '/account/password',
  'account-devices': '/account/sessions',
  'account-apps': '/account/apps',
  'account-revoke': `/account/apps/${app.id}`,
  'account-data': '/account/data',
  'account-download': '/account/data/download',
  'account-delete': '/account/data/delete',
  'sign-out': '/sign-out',
}

async function open(
  t: TestContext,
  house: TestHouse,
  who: Person,
  locale: string,
  javaScriptEnabled = true,
): Promise<Page> {
  const viewport = { width: 360, height: 740 }
  const page = await (await openBrowser(t, { locale, viewport, javaScriptEnabled })).newPage()
  await page.goto(`${house.url}/account`)
  await signIn(page, who)
  return page
}

async function signIn(page: Page, { email, password }: Person): Promise<void> {
  if (await page.locator('[name=email]:not([readonly])').count()) await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.click('button[value=sign-in]')
}

/** A person with a full profile, who allowed an app something. */
async function makeFull(house: TestHouse) {
  const mina = await makePerson(house, 'mina@example.com')
  await changeProfile(house.at, undefined, mina.id, {
    fields: { name: 'مینا احمدی', address: 'تهران، خیابان ولی‌عصر، پلاک ۱۲', nationalCode: '0084575948' },
  })
  return { ...mina, tokens: await signInWithTokens(house, newJar(house.url), 'openid email offline_access', mina) }
}

for (const language of ['fa', 'en'] as const) {
  test(`every page of the account is fit to be seen in ${language}: 360 and 1280 px, light and dark, by WCAG 2.2 AA`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const page = await open(t, house, await makeFull(house), language)
    for (const [name, address] of Object.entries(pages)) {
      const answer = await page.goto(`${house.url}${address}`)
      assert.equal(answer?.status(), 200, address)
      await look(page, language, name)
    }
    await page.goto(`${house.url}/account/profile/numbers`)
    await page.fill('[name=iban]', 'IR00')
    await page.click('button[value=save]')
    assert.equal(
      await page.evaluate("document.activeElement.getAttribute('role')"),
      'alert',
      'the summary has the focus',
    )
    await look(page, language, 'account-profile-refused')
    await page.goto(`${house.url}/account-deleted`)
    await look(page, language, 'account-deleted')
  })
}

test('a person takes back what an app may know, in Persian, on a phone, without scripts', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makeFull(house)
  const page = await open(t, house, mina, 'fa', false)
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  await page.click('a[href="/account/apps"]')
  assert.ok((await page.textContent('main'))?.includes('نشانی ایمیل شما'))
  await page.click(`a[href="/account/apps/${app.id}"]`)
  await page.click('button[value=revoke]')
  assert.equal((await page.textContent('[role=status]'))?.trim(), 'اجازه پس گرفته شد.')
  assert.equal(await askUserinfo(house.url, mina.tokens.access_token), undefined)
})

test('a change of contacts leads through a fresh sign-in and back to where it was asked for', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makeFull(house)
  const page = await open(t, house, mina, 'en')
  house.advance(11 * 60_000)
  await page.click('a[href="/account/contacts"]')
  assert.equal(new URL(page.url()).pathname, '/sign-in')
  // The protocol's library has a clock of its own, which a test cannot move.
  house.advance(-11 * 60_000)
  await signIn(page, mina)
  assert.equal(new URL(page.url()).pathname, '/account/contacts')
})

test('a person adds an address in the browser, with a Persian keyboard’s digits in the code', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const mina = await makePerson(house, 'mina@example.com')
  const page = await open(t, house, mina, 'fa')
  await page.goto(`${house.url}/account/contacts/add`)
  await page.fill('[name=email]', 'mina.new@example.com')
  await page.click('button[value=send]')
  const code = await readCode(house.url, 'mina.new@example.com')
  await page.waitForSelector('[name=code]')
  await look(page, 'fa', 'account-code')
  await page.fill(
    '[name=code]',
    code.replace(/\d/g, (digit) => String.fromCodePoint(0x6f0 + Number(digit))),
  )
  await page.click('button[value=prove]')
  assert.ok((await page.textContent('main'))?.includes('mina.new@example.com'))
})
