import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { startHouse } from '../kit/house.ts'
import { demoSite, type PortalAnswer, readMails } from '../kit/portal.ts'
import { recordSecret } from '../kit/secrets.ts'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
const run = promisify(execFile)

test('the README’s tour works as it is printed, by copy and paste', async (t) => {
  const house = await startHouse(t, 'sqlite')
  recordSecret(demoSite.key)
  const tour = /```sh\n(portal=[\s\S]*?)```/.exec(readme)?.[1]?.replaceAll('http://127.0.0.1:3000', house.url) ?? ''
  const [register = '', rest = ''] = tour.split(/(?=^# 2\.)/m)
  const first = await run('sh', ['-c', register])
  const registered = JSON.parse(first.stdout) as PortalAnswer
  assert.equal(registered.data.User_EmailActive, 0)
  // Whoever pastes is slower than the mail.
  await readMails(house.url, 'a@example.com')
  const second = await run('sh', ['-c', `${register.split('\n')[0]}\n${rest}`])
  const answers = second.stdout.replaceAll('}{', '}\n{').trim().split('\n')
  const [activated, loggedIn] = answers.map((line) => JSON.parse(line) as PortalAnswer)
  assert.equal(activated?.data.User_EmailActive, 1)
  assert.equal(loggedIn?.message, 'You are signed in.')
})
