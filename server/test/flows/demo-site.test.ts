import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser } from '../kit/browser.ts'
import { startHouse } from '../kit/house.ts'
import { callPortal, makeMember, readMails } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'

const phone = { width: 360, height: 740 }

/** Nothing of the page lies outside a phone's width. */
async function assertNoOverflow(page: Page): Promise<void> {
  const [whole, seen] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  assert.ok(whole <= seen, `${page.url()} is ${whole} px wide on a screen of ${seen}`)
}

for (const [language, direction] of [
  ['fa', 'rtl'],
  ['en', 'ltr'],
] as const) {
  test(`a person registers, activates by the mail and logs in, in a browser on a phone, in ${language}`, async (t) => {
    const house = await startHouse(t, 'sqlite')
    const browser = await openBrowser(t, { viewport: phone, locale: language, colorScheme: 'dark' })
    const [password, address] = ['یک گذرواژهٔ بلند', 'sara@example.com']
    recordSecret(password)
    const page = await browser.newPage()
    await page.goto(`${house.url}/dev/site`)
    assert.equal(await page.locator('html').getAttribute('dir'), direction)
    await assertNoOverflow(page)
    await page.fill('#register-User_Name', 'سارا')
    await page.fill('#register-User_Email', address)
    await page.fill('#register-User_Mobile', '۰۹۱۴۰۰۰۰۰۰۰')
    await page.fill('#register-User_Password', password)
    await page.fill('#register-User_Birthday', '1990-02-03')
    await page.check('input[name=User_Gender][value="3"]')
    await page.click('#register + form button')
    await page.waitForSelector('.notice:not(.bad)')

    const [mail] = await readMails(house.url, address)
    assert.equal(mail?.language, language)
    // Opening the link, twice and by a scanner's HEAD too, changes nothing (rule 5, attack 69).
    await fetch(mail?.link ?? '', { method: 'HEAD' })
    await page.goto(mail?.link ?? '')
    await page.goto(`${house.url}/dev/inbox`)
    await assertNoOverflow(page)
    await page.click('article a')
    await assertNoOverflow(page)
    const before = await callPortal(house.url, { do: 'email-exists', User_Email: address })
    assert.equal(before.data.active, 0)
    await page.click('button')
    await page.waitForSelector('.notice:not(.bad)')

    await page.goto(`${house.url}/dev/site`)
    await page.fill('#log-in-User_Email', address)
    await page.fill('#log-in-User_Password', password)
    await page.click('#log-in + form button')
    await page.waitForSelector('.notice:not(.bad)')
    assert.match((await page.textContent('dl')) ?? '', /سارا/)
    await assertNoOverflow(page)
  })
}

test('a person who forgot the password gets a new one through the mail’s page', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const page = await (await openBrowser(t, { viewport: phone, locale: 'fr' })).newPage()
  await makeMember(house.url, 'luc@example.com', 'une phrase assez longue')
  await page.goto(`${house.url}/dev/site`)
  await page.fill('#forgot-User_Email', 'luc@example.com')
  await page.click('#forgot + form button')
  await page.waitForSelector('.notice:not(.bad)')
  const [mail] = await readMails(house.url, 'luc@example.com', 2)
  await page.goto(mail?.link ?? '')
  await page.click('button')
  await page.waitForSelector('.notice:not(.bad)')
  const [second] = await readMails(house.url, 'luc@example.com', 3)
  const answer = await callPortal(house.url, {
    do: 'get-user-data',
    User_Email: 'luc@example.com',
    User_Password: second?.code ?? '',
  })
  assert.equal(answer.data.User_MustChangePassword, 1)
})

test('what people type stands in the pages as text', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const page = await (await openBrowser(t)).newPage()
  await page.goto(`${house.url}/dev/site/activate?User_ID="><img src=x>&User_EmailActiveCode=1`)
  assert.equal(await page.locator('img').count(), 0)
  await page.click('button')
  await page.waitForSelector('.notice.bad')
})
