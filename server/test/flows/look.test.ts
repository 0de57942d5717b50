import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as client from 'openid-client'
import type { Page } from 'playwright-core'
import { openBrowser } from '../kit/browser.ts'
import { details } from '../kit/developers.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { invited, phrase } from '../kit/invitations.ts'
import { look } from '../kit/look.ts'
import { ali, app, authorizeUrl, discover } from '../kit/openid.ts'
import { readCode } from '../kit/pages.ts'
import { number } from '../kit/phone.ts'
import { readMails } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'

// Every page in the states that people meet it in; pictures go to the folder `shots`, which is not kept.

interface Tour {
  house: TestHouse
  page: Page
  /** Goes to an address of the house. */
  go(path: string): Promise<unknown>
  press(action: string): Promise<void>
  fill(fields: Record<string, string>): Promise<void>
  look(name: string): Promise<void>
}

async function begin(t: TestContext, language: string): Promise<Tour> {
  const house = await startHouse(t, 'sqlite')
  recordSecret(ali.password, phrase, app.secret)
  const browser = await openBrowser(t, { locale: language })
  const page = await browser.newPage()
  await page.route(`${app.callback}*`, (route) => {
    recordSecret(new URL(route.request().url()).searchParams.get('code') ?? undefined)
    return route.fulfill({ body: 'back in the app' })
  })
  return {
    house,
    page,
    go: (path) => page.goto(new URL(path, house.url).href),
    press: (action) => page.click(`button[value="${action}"]`),
    async fill(fields) {
      for (const [name, value] of Object.entries(fields)) await page.fill(`[name="${name}"]`, value)
    },
    look: (name) => look(page, language, name),
  }
}

async function signIn({ fill, press }: Tour): Promise<void> {
  await fill({ email: ali.email, password: ali.password })
  await press('sign-in')
}

/** Agrees, and is back in the app. */
async function allow({ page, press }: Tour): Promise<void> {
  await press('allow')
  await page.waitForURL(`${app.callback}*`)
}

/** A code with the digits of the page's language, as its reader types them. */
async function typeCode({ house, page, fill }: Tour, to: string): Promise<void> {
  const code = await readCode(house.url, to)
  const persian = (await page.locator('html').getAttribute('lang')) === 'fa'
  const typed = persian ? code.replace(/\d/g, (digit) => String.fromCodePoint(0x06f0 + Number(digit))) : code
  recordSecret(code, typed)
  await fill({ code: typed })
}

for (const language of ['fa', 'en'] as const) {
  const seen = `is fit to be seen in ${language}: 360 and 1280 px, light and dark, by WCAG 2.2 AA`

  test(`every page of signing in and up ${seen}`, async (t) => {
    const tour = await begin(t, language)
    const { go, fill, press } = tour
    await go('/')
    await tour.look('welcome')
    await go('/sign-up/email?app=1001')
    await tour.look('provider-form')
    await press('create')
    await tour.look('provider-form-refused')
    await go('/nowhere')
    await tour.look('not-found')
    await go('/interaction/unknown')
    await tour.look('over')
    await go('/oauth/authorize?client_id=unknown')
    await tour.look('authorization-error')
    await go(authorizeUrl(tour.house.url).href)
    await tour.look('sign-in')
    await fill({ email: ali.email, password: 'not the right one' })
    await press('sign-in')
    await tour.look('sign-in-wrong')
    await tour.page.click('a[href$="/sign-up"]')
    await tour.look('sign-up')
    await fill({ email: 'nobody' })
    await press('code')
    await tour.look('sign-up-wrong')
    await fill({ email: 'sara@example.com' })
    await press('code')
    await tour.look('code')
    await fill({ code: '12345' })
    await press('check')
    await tour.look('code-wrong')
    await typeCode(tour, 'sara@example.com')
    await press('check')
    await tour.look('details')
    await fill({ password: 'short' })
    await press('create')
    await tour.look('details-wrong')
    await fill({ name: language === 'fa' ? 'سارا رضایی' : 'Sara Rezai', password: phrase })
    await press('create')
    await tour.page.waitForSelector('button[value=allow]')
    await tour.look('consent')
    await allow(tour)
    await go('/sign-in?again=1&next=/account')
    await tour.look('sign-in-again')
  })

  test(`every page of a forgotten password ${seen}`, async (t) => {
    const tour = await begin(t, language)
    await tour.go('/sign-in/forgot')
    await tour.look('forgot')
    await tour.fill({ email: ali.email })
    await tour.press('code')
    await typeCode(tour, ali.email)
    await tour.press('check')
    await tour.look('new-password')
    await tour.fill({ password: '12345678' })
    await tour.press('save')
    await tour.look('new-password-wrong')
  })

  test(`every page of a phone ${seen}`, async (t) => {
    const tour = await begin(t, language)
    const { house, go, fill, press, page } = tour
    await go('/sign-in/sign-up')
    await fill({ email: '021 8877 6655' })
    await press('code')
    await tour.look('phone-landline')
    await fill({ email: number.typed })
    await press('code')
    await tour.look('phone-code')
    await typeCode(tour, number.kept)
    await press('check')
    await tour.look('phone-details')
    await fill({ name: language === 'fa' ? 'سارا رضایی' : 'Sara Rezai', password: phrase })
    await press('create')
    await page.waitForURL('**/account')
    await tour.look('phone-account')
    await readMails(house.url, number.kept, 2)
    house.advance(181 * 86_400_000)
    await page.context().clearCookies()
    await go(`/sign-in?lang=${language}`)
    await fill({ email: number.typed })
    await press('code')
    await readMails(house.url, number.kept, 3)
    house.advance(61_000)
    await page.reload()
    await press('resend')
    await tour.look('phone-other-ways')
    await readMails(house.url, number.kept, 4)
    await typeCode(tour, number.kept)
    await press('check')
    await tour.look('phone-still-you')
    await press('password')
    await tour.look('phone-still-you-wrong')
    await press('newcomer')
    await tour.look('phone-newcomer')
  })

  test(`every page on which the account is changed ${seen}`, async (t) => {
    const tour = await begin(t, language)
    const { go, fill, press } = tour
    await go(authorizeUrl(tour.house.url, { scope: 'openid profile email offline_access', prompt: 'consent' }).href)
    await signIn(tour)
    await allow(tour)
    // The pages that only show what is there are looked at in account-browser.test.ts.
    await go('/account/contacts/add')
    await fill({ email: 'ali@other.example' })
    await press('send')
    await tour.look('account-contacts-code')
    await go('/account/contacts/mobile')
    await tour.look('account-mobile')
    await fill({ mobile: '09120000009' })
    await press('send')
    await tour.look('account-mobile-code')
    await go('/account/merge')
    await tour.look('account-merge')
    await fill({ contact: 'ali@else.example' })
    await press('send')
    await tour.look('account-merge-code')
    await go('/sign-out')
    await press('sign-out')
    await tour.look('signed-out')
  })

  test(`every page of developers ${seen}`, async (t) => {
    const tour = await begin(t, language)
    const { go, fill, press, page } = tour
    await go('/sign-in?next=/developers')
    await signIn(tour)
    await tour.look('developers')
    await go('/developers/register')
    await tour.look('developers-register')
    await press('register')
    await tour.look('developers-register-wrong')
    const { server, category, ...texts } = details
    await fill(texts)
    await page.check(`[name=server][value=${server}]`)
    await choose(page, 'category', category)
    await press('register')
    for (const id of ['clientSecret', 'portalKey']) recordSecret((await page.textContent(`#${id}`)) ?? undefined)
    await tour.look('developers-secrets-shown')
    const id = (await page.textContent('#appId')) ?? assert.fail()
    for (const part of ['', '/secrets', '/edit']) {
      await go(`/developers/apps/${id}${part}`)
      await tour.look(`developers-app${part.replace('/', '-')}`)
    }
  })

  test(`every page of an invitation ${seen}`, async (t) => {
    const tour = await begin(t, language)
    const { go, fill, press } = tour
    await go(await invited(tour.house.url))
    await tour.look('invitation')
    await press('send')
    await tour.look('invitation-code')
    await typeCode(tour, 'sara@example.com')
    await press('prove')
    await tour.look('invitation-review')
    await fill({ nationalCode: '123' })
    await press('review')
    await tour.look('invitation-review-wrong')
    await fill({ nationalCode: '' })
    await press('review')
    await tour.look('invitation-password')
    await go('/Client/ClientRegister?registerId=00000000-0000-0000-0000-000000000000')
    await tour.look('invitation-unknown')
  })

  test(`every page of devices and of leaving an app ${seen}`, async (t) => {
    const tour = await begin(t, language)
    const config = await discover(tour.house.url)
    const device = await client.initiateDeviceAuthorization(config, { scope: 'openid' })
    recordSecret(device.device_code)
    await tour.page.goto(device.verification_uri)
    await tour.look('device')
    await tour.fill({ user_code: 'BBBB-BBBB' })
    await tour.page.click('form button')
    await tour.look('device-wrong')
    await tour.fill({ user_code: device.user_code })
    await tour.page.click('form button')
    await tour.look('device-confirm')
    await tour.page.click('button[name=confirm]')
    await signIn(tour)
    await tour.press('allow')
    await tour.look('device-done')
    const { end_session_endpoint: end = '' } = config.serverMetadata()
    await tour.page.goto(`${end}?client_id=${app.id}`)
    await tour.look('leave')
  })
}

/** Picks from a list, or one of a few buttons, whichever the page has. */
async function choose(page: Page, name: string, value: string): Promise<void> {
  const list = page.locator(`select[name=${name}]`)
  if ((await list.count()) > 0) await list.selectOption(value)
  else await page.check(`[name=${name}][value=${value}]`)
}
