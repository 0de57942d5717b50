import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { cleanName } from '../../src/capabilities/files/file-name.ts'
import {
  claimFile,
  findFile,
  keepFile,
  readBytes,
  readFilePolicy,
  readPreview,
  removeFile,
  sweepFiles,
} from '../../src/capabilities/files/index.ts'
import { changeSettings } from '../../src/capabilities/settings/index.ts'
import { type Ports, Refusal, type RefusalCode, transact } from '../../src/kernel/index.ts'
import { newDatabase, testFolder } from '../kit/database.ts'
import { listFolder, makePicture, upload } from '../kit/files.ts'
import { openPorts } from '../kit/ports.ts'
import { waitFor } from '../kit/wait.ts'

const DATA_DIR = testFolder()
const open = async (t: TestContext): Promise<Ports> => openPorts(t, await newDatabase('sqlite'), { DATA_DIR })
const refusedAs = (code: RefusalCode) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.code, code)
  return true
}

/** What lies on the disk: nothing of an upload that failed. */
const onDisk = async () => [
  ...(await listFolder(join(DATA_DIR, 'incoming'))),
  ...(await listFolder(join(DATA_DIR, 'files'))),
]

test('pictures are drawn anew: upright, with a preview, without a word of where they were made (attack 73)', async (t) => {
  const at = await open(t)
  for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
    const given = await makePicture(format)
    const file = await upload(at, given, { name: `holiday.${format}`, field: { types: ['image/*'] } })
    const kept = await buffer(await readBytes(at, file))
    const seen = await sharp(kept).metadata()
    assert.equal(kept.length, file.bytes)
    assert.ok(!kept.includes('secret place') && seen.exif === undefined && seen.orientation === undefined, format)
    if (format === 'jpeg') assert.deepEqual([file.width, file.height], [300, 400], 'it stands upright')
    const preview = await sharp(await buffer(await readPreview(at, file))).metadata()
    assert.equal(preview.format, 'webp')
    assert.ok(Math.max(preview.width, preview.height) <= 320)
    await removeFile(at, file)
    assert.equal(await findFile(at.db, file.id), undefined)
  }
  await waitFor('the bytes to go', async () => (await onDisk()).length === 0)
})

test('a picture that is too large for memory, damaged or moving for ever is refused, and leaves nothing (attack 73)', async (t) => {
  const at = await open(t)
  const image = { types: ['image/*'] }
  const flood = await sharp({ create: { width: 7100, height: 7100, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  assert.ok(flood.length < 1_500_000, 'small to send, 150 MB to decode')
  const frame = { create: { width: 2, height: 2, channels: 3, background: 'red' } } as const
  const frames = await Promise.all(
    Array.from({ length: 201 }, (_, i) =>
      sharp({ create: { ...frame.create, background: i % 2 ? 'red' : 'blue' } })
        .png()
        .toBuffer(),
    ),
  )
  const moving = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  const whole = await makePicture('jpeg')
  for (const [what, bytes] of Object.entries({ flood, moving, half: whole.subarray(0, whole.length / 2) })) {
    await assert.rejects(upload(at, bytes, { field: image }), refusedAs('files.unreadable'), what)
  }
  assert.deepEqual(await onDisk(), [])
  assert.equal((await at.db.selectFrom('file_keys').selectAll().execute()).length, 0)
})

test('what a file is stands in its bytes: wrong types are refused, polyglots come out harmless (attack 73)', async (t) => {
  const at = await open(t)
  const script = '<script>alert(1)</script>'
  const image = { types: ['image/*'] }
  const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`
  for (const bytes of [svg, svg.slice(21), `<html>${script}</html>`, '%PDF-1.7\n/JS (app.alert(1))', 'MZ\0\0'])
    await assert.rejects(upload(at, bytes, { name: 'photo.png', field: image }), refusedAs('files.wrong-type'))
  const asText = await upload(at, svg, { name: 'photo.svg', field: { types: ['*/*'] } })
  assert.deepEqual([asText.type, asText.name], ['text/plain', 'photo.svg.txt'])
  // A GIF that is a Java archive, a PNG with a page behind its end, one with a page in a comment.
  const archive = Buffer.concat([await makePicture('gif'), Buffer.from('PK\x03\x04evil.class')])
  const page = Buffer.concat([await makePicture('png'), Buffer.from(script)])
  for (const bytes of [archive, page]) {
    const file = await upload(at, bytes, { name: 'photo.html', field: image })
    const kept = await buffer(await readBytes(at, file))
    assert.ok(!kept.includes('PK\x03\x04') && !kept.includes(script))
    assert.match(file.name, /^photo\.html\.(gif|png)$/)
  }
})

test('a file over its limit is refused at the first byte too many, whatever it says of its size (attack 73)', async (t) => {
  const at = await open(t)
  const policy = await readFilePolicy(at, { mostBytes: 100_000 })
  let sent = 0
  const endless = Readable.from(
    (function* () {
      for (;;) {
        sent += 1000
        yield Buffer.alloc(1000, 'a')
      }
    })(),
  )
  const wish = { by: { appId: '1001' }, name: 'a.txt', policy }
  const before = await onDisk()
  await assert.rejects(keepFile(at, { ...wish, body: endless }), refusedAs('files.too-large'))
  assert.ok(sent < 200_000, `${sent} bytes were read`)
  const broken = Readable.from(
    (function* () {
      yield Buffer.alloc(1000, 'a')
      throw new Error('the sender is gone')
    })(),
  )
  await assert.rejects(keepFile(at, { ...wish, body: broken }), /gone/)
  assert.deepEqual(await onDisk(), before)
})

test('quotas of app and person hold, and a narrower field refuses what a wider one took', async (t) => {
  const at = await open(t)
  const file = await upload(at, 'x'.repeat(5000))
  const claim = { fileId: file.id, appId: '1001', holder: 'answer 1' }
  const narrow = await readFilePolicy(at, { mostBytes: 1000 })
  const take = (policy: typeof narrow, appId = '1001') =>
    transact(at, (tx) => claimFile(at, tx, { ...claim, appId, policy }))
  await assert.rejects(take(narrow), refusedAs('files.too-large'))
  await assert.rejects(take({ ...narrow, types: ['image/*'] }), refusedAs('files.wrong-type'))
  await assert.rejects(take(await readFilePolicy(at), 'other'), refusedAs('files.unknown'))
  assert.equal((await take(await readFilePolicy(at, { isPrivate: true }))).isPrivate, true)
  await at.db.insertInto('settings').values({ name: 'files.mostBytesPerApp', value: '8000', changed_at: 1 }).execute()
  await new Promise((done) => setTimeout(done, 1100))
  await assert.rejects(upload(at, 'x'.repeat(5000)), refusedAs('files.quota'))
  assert.equal((await at.db.selectFrom('files').selectAll().execute()).length, 1)
})

test('uploads of one network are counted together, however it writes its addresses (attack 19)', async (t) => {
  const at = await open(t)
  await changeSettings(at, { 'files.perAddressDay': { limit: 2, seconds: 86_400 } }, async () => undefined)
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9']) await upload(at, 'x', { address })
  await assert.rejects(upload(at, 'x', { address: '2001:DB8:1:2:3::4' }), refusedAs('limits.exhausted'))
  await upload(at, 'x', { address: '2001:db8:1:3::1' })
})

test('the broom takes unclaimed uploads, what a dead process left, and bytes that no row knows', async (t) => {
  const at = await open(t)
  const [kept, left] = [await upload(at, 'kept'), await upload(at, 'left')]
  const policy = await readFilePolicy(at)
  await transact(at, (tx) => claimFile(at, tx, { fileId: kept.id, appId: '1001', holder: 'answer 1', policy }))
  const later = (hours: number): Ports => ({ ...at, clock: { now: () => at.clock.now() + hours * 3_600_000 } })
  const stray = join(DATA_DIR, 'files', `${left.key}0`)
  await writeFile(stray, 'of a database that was restored')
  // A process that died between the row and its bytes, and one that died after them.
  await at.db.updateTable('files').set({ state: 'pending' }).where('id', '=', left.id).execute()
  await sweepFiles(at)
  assert.equal((await readFile(join(DATA_DIR, 'files', left.key))).length, 4, 'an upload under way is left alone')
  await sweepFiles(later(2))
  await assert.rejects(readFile(join(DATA_DIR, 'files', left.key)))
  await readFile(stray)
  await sweepFiles(later(49))
  await assert.rejects(readFile(stray))
  assert.equal((await buffer(await readBytes(at, kept))).toString(), 'kept')
  const unclaimed = await upload(at, 'nobody took me')
  await sweepFiles(later(25))
  assert.equal(await findFile(at.db, unclaimed.id), undefined)
  assert.equal((await at.db.selectFrom('file_keys').selectAll().execute()).length, 1)
})

test('any name comes back as one that no system trips over, ending as the bytes say (attack 73)', () => {
  const png = { type: 'image/png', ending: 'png' }
  const told = (name: string) => cleanName(name, png)
  assert.equal(told('../../etc/passwd'), 'passwd.png')
  assert.equal(told('C:\\temp\\cat.PNG'), 'cat.png')
  assert.equal(told('cat\u202Egnp.exe'), 'catgnp.exe.png')
  assert.equal(told('nul.png'), '_nul.png')
  assert.equal(told('می‌خواهم.png'), 'می‌خواهم.png', 'a half-space belongs to Persian words')
  assert.equal(told('e\u0301.png'), 'é.png')
  assert.equal(told('\0'), 'file.png')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const clean = told(name)
      assert.match(clean, /^[^/\\\p{Cc}\u202A-\u202E\u2066-\u2069<>:"|?*]+\.png$/u)
      assert.ok([...clean].length <= 120 && clean.isWellFormed() && clean === clean.normalize('NFC'))
      assert.ok(!/^[. ]|^(con|nul|aux|prn)\./i.test(clean))
      assert.equal(told(clean), clean, 'cleaning is done once')
    }),
  )
})
