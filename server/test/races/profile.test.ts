import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeProfile, findUser, type Profile } from '../../src/capabilities/users/index.ts'
import type { Ports, UserId } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { makeMember } from '../kit/portal.ts'
import { startRivals } from '../kit/rivals.ts'

const fields = ['firstName', 'lastName', 'userName', 'address', 'postalCode', 'biography', 'website', 'iban'] as const

for (const engine of engines) {
  test(`changes of different fields at once are all kept, on ${engine}`, async (t) => {
    const { all, at, url } = await startRivals(t, engine)
    const { User_ID } = await makeMember(url, 'an@example.com')
    const userId = User_ID as UserId
    for (let round = 0; round < 5; round++) {
      const wanted: Profile = Object.fromEntries(fields.map((field) => [field, `${field} of round ${round}`]))
      const changes = fields.map((field, i) =>
        changeProfile(all[i % all.length] as Ports, 'chophanphoi', userId, {
          fields: { [field]: wanted[field] },
          mobile: undefined,
        }),
      )
      await Promise.all(changes)
      const { profile } = (await findUser(at, at.db, userId)) ?? {}
      for (const field of fields) assert.equal(profile?.[field], wanted[field])
    }
  })
}
