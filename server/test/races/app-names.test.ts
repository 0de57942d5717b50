import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeDetails, checkDetails, registerApp } from '../../src/capabilities/apps/index.ts'
import { Refusal, type UserId } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { details } from '../kit/developers.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { fill } from '../kit/people.ts'
import { crowd } from '../kit/stage.ts'

/** Names that people take for one another. */
const looks = ['Bookshop', 'BOOKSHOP', 'Bооkshop', 'Book shop']

const named = (name: string) => {
  const { server: _server, category, ...texts } = details
  const lists = { redirectUrls: ['https://books.example/callback'], returnUrls: [] }
  const checked = checkDetails({ ...texts, ...lists, name, category }, true)
  return Array.isArray(checked) ? assert.fail(name) : checked
}

async function ownersOf({ at }: TestHouse): Promise<UserId[]> {
  await fill(at.db, 1, crowd)
  const rows = await at.db.selectFrom('users').select('id').limit(crowd).execute()
  return rows.map(({ id }) => id as UserId)
}

function assertOneWon(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  assert.equal(outcomes.filter((one) => one.status === 'fulfilled').length, 1)
  for (const one of outcomes) {
    if (one.status === 'rejected') assert.ok(one.reason instanceof Refusal && one.reason.code === 'apps.conflict')
  }
}

for (const engine of engines) {
  test(`of a hundred developers who take names that look alike at once one has it, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const owners = await ownersOf(house)
    const take = (owner: UserId, i: number) => registerApp(house.at, owner, named(looks[i % looks.length] ?? ''), false)
    assertOneWon(await Promise.allSettled(owners.map(take)))

    const drafts = await Promise.all(
      owners
        .slice(0, 20)
        .map((owner, i) => registerApp(house.at, owner, named(`Number ${'abcdefghjkmnopqrstuvw'[i]}`), false)),
    )
    const rename = (id: string, i: number) => changeDetails(house.at, id, named(i % 2 ? 'Library' : 'LIBRARY'))
    assertOneWon(await Promise.allSettled(drafts.map(({ app }, i) => rename(app.id, i))))
  })
}
