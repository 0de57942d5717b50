import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'node:test'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { testFolder } from './database.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Debian's Chromium. A missing browser is a failure, never a skip. */
function findChromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const paths = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const found = paths.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  if (!found) throw new Error('no Chromium on this machine: apt-get install chromium')
  return found
}

/** A real browser with an empty profile, closed at the end of the test. */
export async function openBrowser(test: TestContext, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(testFolder(), {
    executablePath: findChromium(),
    headless: true,
    args: flags,
    ...options,
  })
  test.after(() => context.close())
  return context
}
