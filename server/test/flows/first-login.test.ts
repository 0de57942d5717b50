import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines, newDatabase } from '../kit/database.ts'
import { startHouse } from '../kit/house.ts'
import { callPortal, makeMember } from '../kit/portal.ts'
import { startProcess } from '../kit/process.ts'

for (const engine of engines) {
  test(`a person registers, activates and logs in, on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const member = await makeMember(house.url, 'binh@example.com', 'một câu đủ dài')
    assert.equal(member.User_EmailActive, 1)
    const login = await callPortal(house.url, {
      do: 'get-user-data',
      User_Email: 'binh@example.com',
      User_Password: 'một câu đủ dài',
    })
    assert.deepEqual(login.data, member)
  })
  test(`process ${engine}`, async (t) => {
    const url = await newDatabase(engine)
    const a = await startProcess(t, url)
    await makeMember(a.url, 'binh@example.com', 'một câu đủ dài')
    assert.equal(await a.stop(), 0)
  })
}
