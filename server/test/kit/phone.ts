import assert from 'node:assert/strict'
import type { TestHouse } from './house.ts'
import { type HostedPage, readCode } from './pages.ts'

/** A number that nobody has, as people of the demo's country write it and as it is kept. */
export const number = { typed: '0912 345 6789', kept: '+989123456789' }

/** Asks for a code on a page that asks for an address or a number, and types it. */
export async function proveNumber(
  house: { url: string },
  page: HostedPage,
  typed: string,
  { kept = number.kept, count = 1 } = {},
): Promise<HostedPage> {
  const asked = await page.submit({ email: typed }, 'code')
  assert.equal(asked.title, 'Enter the code from your text message')
  return asked.submit({ code: await readCode(house.url, kept, count) }, 'check')
}

/** Persian digits, as a Persian keyboard types them. */
export const persian = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(0x06f0 + Number(digit)))

/** The people of a house but the demo's, with their contacts. */
export async function listPhonePeople({ at }: Pick<TestHouse, 'at'>) {
  const rows = await at.db
    .selectFrom('contacts')
    .select(['user_id', 'value', 'proven_at'])
    .where('kind', '=', 'mobile')
    .orderBy('user_id')
    .execute()
  return rows.map(({ user_id, value, proven_at }) => ({ id: user_id, value, proven: proven_at !== null }))
}
