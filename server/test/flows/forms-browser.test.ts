import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { readMember } from '../../src/capabilities/forms/index.ts'
import type { UserId } from '../../src/kernel/index.ts'
import { openBrowser } from '../kit/browser.ts'
import { codeTo, emailProvider } from '../kit/forms.ts'
import { startHouse } from '../kit/house.ts'
import { applyFile } from '../kit/ports.ts'
import { recordSecret } from '../kit/secrets.ts'

const shots = fileURLToPath(new URL('../../../shots/', import.meta.url))

/** A form with a field of every type, in Persian. */
const membership = {
  id: 'membership',
  type: 'sign-up',
  title: { fa: 'عضویت در باشگاه' },
  attributes: [
    { marker: 'login', type: 'string', isLogin: true, title: { fa: 'نشانی ایمیل' } },
    { marker: 'password', type: 'string', isPassword: true, title: { fa: 'رمز عبور' } },
    { marker: 'name', type: 'string', isSignUpRequired: true, title: { fa: 'نام' } },
    { marker: 'age', type: 'integer', title: { fa: 'سن' }, validators: { range: { minimum: 18 } } },
    { marker: 'height', type: 'float', title: { fa: 'قد به متر' } },
    { marker: 'birthday', type: 'date', isSignUpRequired: true, title: { fa: 'تاریخ تولد' } },
    { marker: 'visit', type: 'dateTime', title: { fa: 'نخستین بازدید' } },
    { marker: 'alarm', type: 'time', title: { fa: 'ساعت تماس' } },
    { marker: 'about', type: 'text', title: { fa: 'دربارهٔ شما' } },
    { marker: 'story', type: 'textWithHeader', title: { fa: 'داستان شما' } },
    { marker: 'avatar', type: 'image', isSignUpRequired: true, title: { fa: 'تصویر شما' } },
    { marker: 'album', type: 'groupOfImages', title: { fa: 'آلبوم' } },
    { marker: 'paper', type: 'file', title: { fa: 'مدرک' }, settings: { private: true } },
    {
      marker: 'size',
      type: 'radioButton',
      title: { fa: 'اندازهٔ پیراهن' },
      listTitles: [
        { value: 's', title: { fa: 'کوچک' } },
        { value: 'l', title: { fa: 'بزرگ' } },
      ],
    },
    {
      marker: 'colours',
      type: 'list',
      title: { fa: 'رنگ‌ها' },
      listTitles: [
        { value: '1', title: { fa: 'سرخ' }, extended: { value: 'red', type: 'string' } },
        { value: '2', title: { fa: 'آبی' } },
      ],
    },
    {
      marker: 'place',
      type: 'entity',
      title: { fa: 'شهر' },
      listTitles: [
        { id: '1', value: 'fars', title: { fa: 'فارس' } },
        { id: '2', value: 'shiraz', title: { fa: 'شیراز' }, parentId: '1' },
      ],
    },
  ],
}

const picture = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#1f4fd8' } })
    .png()
    .toBuffer()

/** The app's own page, to which people come back. */
async function startApp(t: TestContext): Promise<string> {
  const server = createServer((_request, response) => response.end('back in the app')).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/start`
}

test('somebody fills in the hosted form with every type in Persian, without a script: uploads, activates, lands in the app (attacks 64, 73)', async (t) => {
  const { at, url } = await startHouse(t, 'sqlite')
  const back = await startApp(t)
  await applyFile(at, {
    apps: [{ id: '1001', returnUrls: [back] }],
    forms: [membership],
    providers: [{ ...emailProvider, id: 'club', form: 'membership' }],
  })
  const phrase = 'یک رمز عبور بلند'
  recordSecret(phrase)
  const login = 'sara.club@example.com'
  const options = { locale: 'fa-IR', viewport: { width: 360, height: 740 }, javaScriptEnabled: false }
  const browser = await openBrowser(t, options)
  const page = await browser.newPage()
  mkdirSync(shots, { recursive: true })
  const shoot = (name: string) => page.screenshot({ path: `${shots}forms.${name}.png`, fullPage: true })
  await page.goto(`${url}/sign-up/club?${new URLSearchParams({ app: '1001', return: `${back}?from=club` })}`)
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  assert.equal(await page.textContent('h1'), 'عضویت در باشگاه')
  await shoot('empty')

  await page.fill('#login', login)
  await page.fill('#f-name', 'سارا')
  await page.fill('#f-age', '۱۷')
  await page.fill('#f-birthday', '۱۳۶۸/۰۳/۰۳')
  await page.click('button[value=create]')
  await page.waitForSelector('.notice.bad')
  for (const id of ['#password-problem', '#f-age-problem', '#f-avatar-problem']) assert.ok(await page.isVisible(id), id)
  await shoot('refused')

  await page.fill('#password', phrase)
  await page.fill('#f-age', '۳۴')
  await page.fill('#f-height', '۱٫۷۲')
  await page.fill('#f-visit', '2026-01-02')
  await page.fill('#f-visit-time', '09:30')
  await page.fill('#f-alarm', '18:45')
  await page.fill('#f-about', 'من <b>سارا</b> هستم')
  await page.fill('#f-story-header', 'آغاز')
  await page.fill('#f-story', 'روزی روزگاری')
  await page.check('input[name=f-size][value=l]')
  await page.check('#f-colours-0')
  await page.check('#f-place-1')
  const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  await page.setInputFiles('#f-avatar', { name: 'me.png', mimeType: 'image/png', buffer: script })
  await page.click('button[value=create]')
  await page.waitForSelector('#f-avatar-problem')
  assert.equal(await page.inputValue('#f-name'), 'سارا', 'what was typed is kept')

  await page.fill('#password', phrase)
  await page.setInputFiles('#f-avatar', { name: 'me.png', mimeType: 'image/png', buffer: await picture(400) })
  const album = await Promise.all([30, 40].map(picture))
  await page.setInputFiles(
    '#f-album',
    album.map((buffer, i) => ({ name: `${i}.png`, mimeType: 'image/png', buffer })),
  )
  const paper = { name: 'مدرک.txt', mimeType: 'text/plain', buffer: Buffer.from('a paper of Sara’s') }
  await page.setInputFiles('#f-paper', paper)
  await page.click('button[value=create]')
  await page.waitForSelector('#code')
  await shoot('code')
  assert.match(
    (await page.textContent('[data-left] bdi')) ?? '',
    /^[۰-۹]:[۰-۹]{2}$/,
    'how long until another may be asked for',
  )
  await page.fill('#code', 'AAAAAA')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#code-problem')
  await page.fill('#code', await codeTo(url, login))
  await page.keyboard.press('Enter')
  await page.waitForURL(`${back}*`)
  assert.equal(page.url(), `${back}?from=club`)
  assert.equal(await page.textContent('body'), 'back in the app')

  const row = await at.db.selectFrom('logins').selectAll().where('provider_id', '=', 'club').executeTakeFirstOrThrow()
  const { answer, user } = await readMember(at, row.user_id as UserId)
  assert.ok(user.contacts.find((one) => one.value === login)?.provenAt)
  const values = new Map(answer.values.map((one) => [one.marker, one.value]))
  assert.deepEqual([values.get('name'), values.get('age'), values.get('height')], ['سارا', '34', '1.72'])
  assert.deepEqual(values.get('birthday'), {
    fullDate: '1989-05-24T00:00:00.000Z',
    formattedValue: '24-05-1989',
    formatString: 'DD-MM-YYYY',
  })
  assert.deepEqual((values.get('visit') as { fullDate: string }).fullDate, '2026-01-02T09:30:00.000Z')
  assert.deepEqual((values.get('alarm') as { formattedValue: string }).formattedValue, '18:45')
  assert.equal((values.get('about') as { plainValue: string }).plainValue, 'من <b>سارا</b> هستم')
  assert.deepEqual(values.get('colours'), [{ title: 'سرخ', value: '1', extended: { value: 'red', type: 'string' } }])
  assert.deepEqual(values.get('place'), [{ id: '2', title: 'شیراز', value: 'shiraz', parentId: '1' }])
  const [avatar] = values.get('avatar') as { downloadLink: string; previewLink: string; size: number }[]
  const shown = await fetch(avatar?.downloadLink ?? '')
  assert.deepEqual([shown.status, (await shown.arrayBuffer()).byteLength], [200, avatar?.size])
  assert.equal((values.get('album') as object[]).length, 2)
  const [paperFile] = values.get('paper') as { downloadLink: string }[]
  assert.notEqual((await fetch(paperFile?.downloadLink ?? '')).status, 200, 'a private file needs its owner')
  await page.goto(`${url}/account`)
  assert.ok((await page.textContent('body'))?.includes(login), 'the browser is signed in')
})

test('the address to come back to is the app’s own, and a form of another page is refused (attacks 36, 64)', async (t) => {
  const { at, url } = await startHouse(t, 'sqlite')
  await applyFile(at, { forms: [membership], providers: [{ ...emailProvider, id: 'club', form: 'membership' }] })
  const get = async (query: string) => (await fetch(`${url}/sign-up/${query}`)).status
  assert.equal(await get('club?app=1001&return=https://evil.example/'), 400)
  assert.equal(await get('club?app=none'), 403)
  assert.equal(await get('nobody'), 404)
  assert.equal(await get('club'), 200)
  const body = new FormData()
  body.set('token', 'none')
  body.set('do', 'create')
  body.set('f-avatar', new Blob([await picture(20)]), 'me.png')
  const sent = await fetch(`${url}/sign-up/club`, { method: 'POST', body })
  assert.equal(sent.status, 403)
  assert.deepEqual(await at.db.selectFrom('files').selectAll().execute(), [], 'nothing is kept for it')
})
