import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompiledQuery } from 'kysely'
import { exportPerson } from '../../src/capabilities/account/index.ts'
import { writeUses } from '../../src/capabilities/apps/index.ts'
import { sweepConsents } from '../../src/capabilities/consents/index.ts'
import { sweepFiles } from '../../src/capabilities/files/index.ts'
import { sweepUnactivated } from '../../src/capabilities/forms/index.ts'
import { sweepInvitations } from '../../src/capabilities/invitations/index.ts'
import { sweepJourneys } from '../../src/capabilities/journeys/index.ts'
import { sweepSessions } from '../../src/capabilities/sessions/index.ts'
import { makePerson, signInWithTokens, tokenOf } from '../kit/account.ts'
import { watchQueries } from '../kit/failpoint.ts'
import { makePicture, upload } from '../kit/files.ts'
import { applyForms } from '../kit/forms.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { goThrough, invited, sara } from '../kit/invitations.ts'
import { getKey, tokenFor } from '../kit/log-in-with.ts'
import { authWith, client, signUpWith } from '../kit/oneentry.ts'
import { askUserinfo, refresh } from '../kit/openid.ts'
import { newJar, openPage } from '../kit/pages.ts'
import { findScans, isStatement } from '../kit/plans.ts'
import { prove } from '../kit/sign-in.ts'

/** Tables that grow with people, beside those of `query-plans.test.ts`. */
const guarded = [
  ...['users', 'contacts', 'passwords', 'verifications', 'messages', 'events', 'limits', 'app_credentials'],
  ...['sessions', 'consents', 'tokens', 'journeys', 'invitations', 'files', 'file_keys', 'merged_accounts'],
  ...['logins', 'enrolments', 'form_answers', 'form_uniques', 'code_streaks', 'push_subscriptions'],
]

async function usePages(house: TestHouse): Promise<void> {
  const { url, at } = house
  const who = await makePerson(house, 'mina@example.com')
  const jar = newJar(url)
  const tokens = await signInWithTokens(house, jar, 'openid profile offline_access', who)
  await askUserinfo(url, tokens.access_token)
  await refresh(url, tokens.refresh_token ?? assert.fail())
  for (const page of ['', '/profile/about', '/security', '/sessions', '/apps', '/data'])
    await openPage(jar, `/account${page}`)
  await tokenOf(jar)
  await exportPerson(at, who.id)
  await prove(house, await openPage(newJar(url), '/sign-in'), who.email, 2)
  await goThrough(url, newJar(url), await invited(url), sara.Email)
  await tokenFor(url, await getKey(url))
}

async function useForms({ url, at }: TestHouse): Promise<void> {
  await applyForms(at)
  await signUpWith(client(url, { marker: 'open' }), 'open', 'omid@example.com')
  const pair = await authWith(client(url, { marker: 'open' }), 'open', 'omid@example.com')
  const api = client(url, { marker: 'open' })
  await api.Users.setAccessToken(pair.accessToken).getUser()
  await upload(at, await makePicture('png', 40, 40))
}

test('no statement of pages, protocols, forms or the sweeper reads a table that grows with people from end to end', async (t) => {
  const seen = new Map<string, CompiledQuery>()
  const house = await startHouse(t, 'sqlite', {
    engine: (dialect) => watchQueries(dialect, (query) => seen.set(query.sql, query)),
  })
  seen.clear()
  await usePages(house)
  await useForms(house)
  const sweeps = [sweepConsents, sweepFiles, sweepUnactivated, sweepInvitations, sweepJourneys, sweepSessions]
  for (const sweep of [...sweeps, writeUses]) await sweep(house.at)
  const statements = [...seen.values()].filter(isStatement)
  for (const table of guarded) {
    const asked = statements.some((query) => new RegExp(`\\b${table}\\b`).test(query.sql))
    assert.ok(asked, `nothing asked ${table}`)
  }
  const scans: string[] = []
  for (const statement of statements) {
    for (const scan of await findScans(house.at.db, 'sqlite', statement, guarded))
      scans.push(`${scan}: ${statement.sql}`)
  }
  // Once a day the whole store is compared with the whole table.
  assert.deepEqual(scans, ['SCAN file_keys: select count(*) as "count" from "file_keys" where "written_at" < ?'])
})
