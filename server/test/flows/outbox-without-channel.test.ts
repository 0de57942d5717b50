import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../kit/database.ts'
import { startHouse } from '../kit/house.ts'

for (const engine of engines) {
  test(`a server without a way out for e-mails starts, is ready and complains of nothing, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine, { channels: [] })
    assert.equal((await fetch(`${house.url}/health/ready`)).status, 200)
    await house.stop()
    assert.deepEqual(
      house.logs.filter((line) => JSON.parse(line).level >= 40),
      [],
    )
  })
}
