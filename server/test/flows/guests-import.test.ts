import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { findEvent, type GuestFile, importGuests } from '../../src/capabilities/guests/index.ts'
import type { Ports } from '../../src/kernel/index.ts'
import { runDiwan } from '../kit/command.ts'
import { engines, newDatabase, testFolder } from '../kit/database.ts'
import { testEnv } from '../kit/house.ts'
import { applyFile, openPorts } from '../kit/ports.ts'

/** A house with an event, and nobody on its list. */
async function prepare(t: Parameters<typeof openPorts>[0], databaseUrl: string): Promise<Ports> {
  const at = await openPorts(t, databaseUrl)
  await applyFile(at, {
    apps: [{ id: 'fair', name: 'Fair', state: 'live' }],
    events: [{ id: 5, name: 'Fair', app: 'fair' }],
  })
  return at
}

const countGuests = async ({ db }: Ports): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('guests')
        .select((one) => one.fn.countAll().as('all'))
        .executeTakeFirst()
    )?.all,
  )

/** A file in memory that comes in chunks of a few bytes. */
const fileOf = (name: string, content: string | Buffer, chunk = 100): GuestFile => ({
  name,
  fingerprint: name,
  async *read(start) {
    const all = Buffer.from(content)
    for (let at = start; at < all.length; at += chunk) yield all.subarray(at, at + chunk)
  },
})

async function importFile(at: Ports, file: GuestFile) {
  const event = (await findEvent(at.db, 5)) ?? assert.fail('no event')
  const refused: [number, string][] = []
  const end = await importGuests(at, event, file, {
    began: () => undefined,
    refused: (line, problem) => refused.push([line, problem]),
    moved: () => undefined,
  })
  return { ...end, refused }
}

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => `0912${from + i}`)

for (const engine of engines) {
  test(`every format is read, every bad line told by its number, and no line spoils another, on ${engine}`, async (t) => {
    const at = await prepare(t, await newDatabase(engine))
    const plain = await importFile(
      at,
      fileOf('a.csv', '09121000001\r\n\r\n+989121000002,Ali\n"0912 100 0003"\nnobody\n۰۹۱۲۱۰۰۰۰۰۴'),
    )
    assert.deepEqual([plain.added, plain.readLines, plain.refused], [4, 6, [[5, 'no-number']]])
    const named = '\ufeffname;Mobile\n"Ali; the ""first""";09121000005\nSara\n"open;09121000006\nDara;\n'
    const columns = await importFile(at, fileOf('b.csv', named))
    assert.deepEqual(
      [columns.added, columns.refused],
      [
        1,
        [
          [3, 'no-mobile'],
          [4, 'open-quote'],
          [5, 'no-mobile'],
        ],
      ],
    )
    const lines = [
      '{"mobile":"09121000007","name":"Ali"}',
      '"09121000008"',
      '9121000009',
      '{"mobile":}',
      '{"name":"x"}',
      'null',
      '{"mobile":"1"}',
    ]
    const json = await importFile(at, fileOf('c.jsonl', lines.join('\n')))
    assert.deepEqual(
      [json.added, json.refused],
      [
        3,
        [
          [4, 'no-json'],
          [5, 'no-mobile'],
          [6, 'no-mobile'],
          [7, 'no-number'],
        ],
      ],
    )
    const octets = Buffer.concat([
      Buffer.from('09121000010\n'),
      Buffer.from([0xff, 0x0a]),
      Buffer.from(`${'9'.repeat(70_000)}\n09121000011\n`),
    ])
    const broken = await importFile(at, fileOf('d.csv', octets, 1000))
    assert.deepEqual(
      [broken.added, broken.readLines, broken.refused],
      [
        2,
        4,
        [
          [2, 'no-text'],
          [3, 'too-long'],
        ],
      ],
    )
    assert.equal(await countGuests(at), 10)
    assert.equal((await importFile(at, fileOf('c.jsonl', lines.join('\n')))).added, 0, 'again')
  })

  test(`an import that is cut off goes on where it stopped, and counts no line twice, on ${engine}`, async (t) => {
    const at = await prepare(t, await newDatabase(engine))
    const content = ['mobile', ...numbers(1_000_000, 500), 'nobody', ...numbers(2_000_000, 500)].join('\n')
    const whole = fileOf('e.csv', content, 1200)
    let read = 0
    const cut: GuestFile = {
      ...whole,
      async *read(start) {
        for await (const chunk of whole.read(start)) {
          if (start === 0 && ++read > 4) throw new Error('the cable was pulled')
          yield chunk
        }
      },
    }
    await assert.rejects(importFile(at, cut), /cable/)
    const before = await countGuests(at)
    assert.ok(before > 100 && before < 500, String(before))
    const starts: number[] = []
    const watched: GuestFile = {
      ...whole,
      read(start) {
        starts.push(start)
        return whole.read(start)
      },
    }
    const end = await importFile(at, watched)
    assert.deepEqual(
      [end.added, end.readLines, end.refused, await countGuests(at)],
      [1000, 1002, [[502, 'no-number']], 1000],
    )
    assert.ok((starts.at(-1) ?? 0) > 3000, String(starts))
  })
}

test('diwan guests import: what it prints, and what it says to who asks wrongly', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  const at = await prepare(t, databaseUrl)
  const folder = testFolder()
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'guests.csv')
  writeFileSync(path, `mobile\n${numbers(1_000_000, 50_000).join('\n')}\nnobody\n`)
  const env = testEnv(databaseUrl)
  const ran = await runDiwan(['guests', 'import', '5', path], env)
  assert.equal(ran.code, 0, ran.err)
  assert.equal(ran.out, 'line 50002: not a phone number\n50000 added to “Fair”, 1 lines refused, 50002 lines read\n')
  assert.equal(ran.err, '', 'a bar is for a terminal')
  const again = await runDiwan(['guests', 'import', '5', path], env)
  assert.match(again.out, /^line 50002: .*\n0 added to/)
  assert.equal(await countGuests(at), 50_000)
  for (const [words, complaint] of [
    [['5', join(folder, 'none.csv')], 'no such file'],
    [['6', path], 'no event of this number'],
    [['x', path], 'no event of this number'],
    [['5'], 'usage: diwan guests import'],
  ] as const) {
    const refused = await runDiwan(['guests', 'import', ...words], env)
    assert.equal(refused.code, 1)
    assert.ok(refused.err.includes(complaint), refused.err)
  }
})
