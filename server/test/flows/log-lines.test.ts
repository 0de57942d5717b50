import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../../src/adapters/log.ts'

test('a line hides what is secret by its name, in its facts and within them, and shows the rest', () => {
  const lines: string[] = []
  const log = createLog('info', (line) => lines.push(line))
  log.info({ token: 'a', route: '/x', deep: { password: 'b', shown: [1] }, when: new Date(0), none: null }, 'answered')
  const { token, route, deep, when, none, msg, level, time } = JSON.parse(lines[0] ?? '')
  assert.deepEqual(
    { token, route, deep, when, none, msg, level },
    {
      token: '[hidden]',
      route: '/x',
      deep: { password: '[hidden]', shown: [1] },
      when: '1970-01-01T00:00:00.000Z',
      none: null,
      msg: 'answered',
      level: 30,
    },
  )
  assert.equal(typeof time, 'number')
})
