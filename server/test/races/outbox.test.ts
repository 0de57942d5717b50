import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaseTogether } from '../../src/capabilities/messages/deliver.ts'
import type { Channel, Ports } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { startRivals } from '../kit/rivals.ts'

const channel: Channel = { name: 'pigeon', deliver: async () => undefined }
const lanes = 8
const waiting = 2000

async function add({ db, clock }: Ports, name: string, many: number): Promise<void> {
  const now = clock.now()
  const rows = Array.from({ length: many }, (_, i) => ({
    ...{ id: `${name} ${i}`, channel: channel.name, kind: 'code', recipient: '+98', language: 'en', sealed: '' },
    ...{ state: 'pending', attempts: 0, due_at: now - ((i * 7919) % 5000), leased_until: 0 },
    ...{ created_at: now, expires_at: now + 1_000_000 },
  }))
  for (let i = 0; i < many; i += 100)
    await db
      .insertInto('messages')
      .values(rows.slice(i, i + 100))
      .execute()
}

for (const engine of engines) {
  test(`each of ${waiting} messages is leased once, by many lanes of two processes that ask together, on ${engine}`, async (t) => {
    const { all, at } = await startRivals(t, engine)
    // The houses' own workers know no such channel.
    const workers = [...all, ...all].map((one) => leaseTogether(one, channel))
    for (let i = 0; i < 12; i++) {
      await add(at, `early ${i}`, 3)
      await Promise.all(workers.map((take) => take()))
    }
    await at.db.deleteFrom('messages').execute()
    await add(at, 'message', waiting)
    const leased: string[] = []
    const lane = async (take: (typeof workers)[number]) => {
      for (let one = await take(); one; one = await take()) leased.push(one.id)
    }
    await Promise.all(workers.flatMap((take) => Array.from({ length: lanes }, () => lane(take))))
    // What a rival was taking when the last looked is its own: nothing is left, and nothing was given twice.
    assert.equal(new Set(leased).size, leased.length)
    assert.equal(leased.length, waiting)
  })
}
