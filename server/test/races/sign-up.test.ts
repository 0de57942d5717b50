import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../kit/database.ts'
import type { Surfer } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { recordSecret } from '../kit/secrets.ts'
import { eventsOf, isSignedIn, prove } from '../kit/sign-in.ts'
import { crowd, startStage } from '../kit/stage.ts'

for (const engine of engines) {
  test(`of a hundred sign-ups with one proven address, from two browsers, one makes the account, on ${engine} (attacks 12, 29)`, async (t) => {
    const stage = await startStage(t, engine)
    const email = 'sara@example.com'
    const runners: { jar: Surfer; path: string; body: URLSearchParams; password: string }[] = []
    for (const [i, password] of ['the first phrase of all', 'the second phrase of all'].entries()) {
      recordSecret(password)
      const jar = newJar(stage.url)
      const details = await prove(stage, await openPage(jar, '/sign-in/sign-up'), email, i + 1)
      const token = /name="token" value="([^"]*)"/.exec(details.text)?.[1] ?? ''
      const body = new URLSearchParams({ token, do: 'create', name: 'Sara', password })
      runners.push({ jar, path: details.url.pathname, body, password })
      await stage.advance(61_000)
    }
    const answers = await Promise.all(
      Array.from({ length: crowd }, (_, i) => {
        const { jar, path, body } = runners[i % 2] as (typeof runners)[number]
        return jar.ask(new URL(path, stage.urls[i % stage.urls.length]), { method: 'POST', body })
      }),
    )
    for (const { status } of answers) assert.ok([303, 403, 503].includes(status), String(status))
    const contacts = await stage.at.db.selectFrom('contacts').selectAll().where('value', '=', email).execute()
    assert.equal(contacts.length, 1)
    assert.ok(contacts[0]?.proven_at)
    assert.equal((await eventsOf(stage, 'user.registered')).length, 1)
    const welcomes = await stage.at.db.selectFrom('messages').selectAll().where('kind', '=', 'welcome').execute()
    assert.equal(welcomes.length, 1)
    const opened: string[] = []
    for (const { password } of runners) {
      const jar = newJar(stage.url)
      await (await openPage(jar, '/sign-in')).submit({ email, password }, 'sign-in')
      if (await isSignedIn(jar)) opened.push(password)
    }
    assert.equal(opened.length, 1, 'the winner’s password opens the account, and no other')
  })
}
