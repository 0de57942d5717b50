import { test } from 'node:test'
import { openBrowser } from '../kit/browser.ts'
import { startHouse } from '../kit/house.ts'
import { look } from '../kit/look.ts'

for (const language of ['fa', 'en'] as const) {
  test(`every page is fit to be seen in ${language}: 360 and 1280 px, light and dark, by WCAG 2.2 AA`, async (t) => {
    const { url } = await startHouse(t, 'sqlite')
    const browser = await openBrowser(t, { locale: language })
    const page = await browser.newPage()
    await page.goto(`${url}/sign-in`)
    await look(page, language, 'sign-in')
  })
}
