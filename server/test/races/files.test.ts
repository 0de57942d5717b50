import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimFile, findFile, readFilePolicy } from '../../src/capabilities/files/index.ts'
import { Refusal, transact, type UserId } from '../../src/kernel/index.ts'
import { engines, newDatabase } from '../kit/database.ts'
import { upload } from '../kit/files.ts'
import { openPorts } from '../kit/ports.ts'
import { crowd } from '../kit/stage.ts'

for (const engine of engines) {
  test(`of 100 people who claim one upload one gets it, and may claim it again, on ${engine}`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const houses = [
      await openPorts(t, databaseUrl),
      ...(engine === 'postgres' ? [await openPorts(t, databaseUrl)] : []),
    ]
    const [at] = houses as [(typeof houses)[number]]
    const people = Array.from({ length: crowd }, (_, i) => (2 ** 50 + 1000 + i) as UserId)
    for (const id of people) {
      const row = { id, state: 'pending', language: null, app_id: null, profile: '{}', sealed: null, created_at: 1 }
      await at.db
        .insertInto('users')
        .values({ ...row, activated_at: null })
        .execute()
    }
    const file = await upload(at, 'one of a kind')
    const policy = await readFilePolicy(at)
    const claim = (userId: UserId, i: number) => {
      const house = houses[i % houses.length] ?? at
      const wish = { fileId: file.id, appId: '1001', userId, holder: `user ${userId}`, policy }
      return transact(house, (tx) => claimFile(house, tx, wish))
    }
    const answers = await Promise.allSettled(people.map(claim))
    const won = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const lost = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    assert.equal(won.length, 1)
    assert.ok(lost.every((one) => one instanceof Refusal && one.code === 'files.unknown'))
    const winner = won[0]?.userId ?? assert.fail()
    assert.equal((await claim(winner, 1)).userId, winner)
    assert.equal((await findFile(at.db, file.id))?.userId, winner)
  })
}
