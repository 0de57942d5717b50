import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { openBrowser } from '../kit/browser.ts'
import { recordTokens } from '../kit/client.ts'
import { testFolder } from '../kit/database.ts'
import { codeTo } from '../kit/forms.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { look } from '../kit/look.ts'
import { ali } from '../kit/openid.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

/** Serves the example as `npm run example` does, but at a free port, which is registered for it. */
async function serveExample(t: TestContext, house: TestHouse): Promise<string> {
  process.env.VITE_ISSUER = house.url
  const server = await createServer({
    root: fileURLToPath(new URL('../../../examples/app', import.meta.url)),
    cacheDir: testFolder(),
    logLevel: 'error',
    server: { port: 0, strictPort: false, hmr: false, watch: null },
  })
  await server.listen()
  t.after(() => server.close())
  const { port } = (server.httpServer as Server).address() as AddressInfo
  const origin = `http://127.0.0.1:${port}/`
  await applyFile(house.at, { apps: [{ id: 'example', redirectUrls: [origin], returnUrls: [origin] }] })
  return origin
}

test('the example app: a person registers by its form in Persian, and another signs in by the hosted page in English', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const phrase = 'a phrase for the example'
  recordSecret(phrase, ali.password)
  const origin = await serveExample(t, house)
  const browser = await openBrowser(t, { locale: 'fa' })
  const recording: Promise<void>[] = []
  browser.on('response', (response) => {
    if (!/\/oauth\/token$|\/users\/auth$/.test(response.url()) || response.request().method() !== 'POST') return
    const record = async () => recordTokens(await response.text())
    recording.push(record())
  })
  browser.on('request', (request) => recordSecret(new URL(request.url()).searchParams.get('code') ?? undefined))
  const page = await browser.newPage()
  await page.goto(origin)
  await page.waitForSelector('form')
  await look(page, 'fa', 'example')

  await page.click('form button')
  await page.waitForSelector('[aria-invalid=true]')
  await page.fill('[name=login]', 'sara@example.com')
  await page.fill('[name=password]', phrase)
  await page.fill('[name=last_name]', 'سارا کریمی')
  await page.fill('[name=birthday]', '1990-05-14')
  await page.check('[name=selector][value="2"]')
  await page.click('form button')
  await page.fill('[name=code]', await codeTo(house.url, 'sara@example.com'))
  await page.click('form button')
  await page.waitForSelector('h1:has-text("سلام، \u2068سارا کریمی\u2069")')
  await page.click('section button')
  await page.waitForSelector('form')

  await page.goto(`${origin}?lang=en`)
  await page.click('section button')
  await page.fill('[name=email]', ali.email)
  await page.fill('[name=password]', ali.password)
  await page.click('button[value=sign-in]')
  await page.click('button[value=allow]')
  await page.waitForSelector('h1:has-text("Hello, \u2068Ali\u2069")')
  await page.click('button.second')
  await page.waitForSelector('[role=status]:has-text("renewed")')
  await look(page, 'en', 'example-known')
  await Promise.all(recording)
  assert.ok(recording.length >= 3)
})
