import assert from 'node:assert/strict'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { test } from 'node:test'
import S3rver from 's3rver'
import { homesOf } from '../../src/capabilities/files/homes.ts'
import {
  claimFile,
  findFile,
  readBytes,
  readFilePolicy,
  readPreview,
  removeFile,
  sweepFiles,
} from '../../src/capabilities/files/index.ts'
import { type Ports, Refusal, transact } from '../../src/kernel/index.ts'
import { newDatabase, testFolder } from '../kit/database.ts'
import { listFolder, makePicture, upload } from '../kit/files.ts'
import { openPorts } from '../kit/ports.ts'
import { waitFor } from '../kit/wait.ts'

test('files lie in a bucket as they do on a disk: kept, read in part, swept, and an outage is told', async (t) => {
  const directory = testFolder()
  const house = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'uploads' }],
  })
  const { port } = await house.run()
  let isOpen = true
  const close = async () => {
    if (isOpen) await house.close()
    isOpen = false
  }
  t.after(close)
  const endpoint = encodeURIComponent(`http://127.0.0.1:${port}`)
  const FILES_URL = `s3://S3RVER:S3RVER@uploads/diwan?region=us-east-1&pathStyle=true&endpoint=${endpoint}`
  const at = await openPorts(t, await newDatabase('sqlite'), { FILES_URL })
  const objects = async () => (await listFolder(directory)).filter((one) => one.endsWith('_object'))

  const words = await upload(at, 'kept in a bucket')
  assert.equal(await text(await readBytes(at, words)), 'kept in a bucket')
  assert.equal(await text(await readBytes(at, words, { first: 5, last: 8 })), 'in a')
  const picture = await upload(at, await makePicture('png'), { field: { types: ['image/*'] } })
  assert.equal((await buffer(await readPreview(at, picture))).length, picture.previewBytes)
  assert.equal((await objects()).length, 3)
  assert.ok((await objects()).every((one) => one.includes(join('uploads', 'diwan', homesOf(at)[0] ?? ''))))

  const policy = await readFilePolicy(at)
  await transact(at, (tx) => claimFile(at, tx, { fileId: words.id, appId: '1001', holder: 'answer 1', policy }))
  // A row that a restored database does not know.
  await at.db.deleteFrom('file_keys').where('key', '=', picture.key).execute()
  await at.db.deleteFrom('files').where('id', '=', picture.id).execute()
  await sweepFiles({ ...at, clock: { now: () => at.clock.now() + 49 * 3_600_000 } })
  assert.equal((await objects()).length, 1)
  await at.db
    .updateTable('files')
    .set({ key: `${words.key}0` })
    .where('id', '=', words.id)
    .execute()
  const lost = (await findFile(at.db, words.id)) ?? assert.fail()
  await assert.rejects(
    readBytes(at, lost),
    (error: unknown) => error instanceof Refusal && error.code === 'files.unknown',
  )
  await at.db.updateTable('files').set({ key: words.key }).where('id', '=', words.id).execute()
  await removeFile(at, words)
  await waitFor('the bytes to go', async () => (await objects()).length === 0)

  await close()
  await assert.rejects(upload(at, 'lost'), (error: unknown) => {
    assert.ok(error instanceof Refusal && error.code === 'server.unavailable', String(error))
    return true
  })
  assert.deepEqual(await at.db.selectFrom('files').selectAll().execute(), [])
})

test('a full disk is told as such, and leaves no row and no half file (attack 82)', async (t) => {
  const DATA_DIR = testFolder()
  const whole = await openPorts(t, await newDatabase('sqlite'), { DATA_DIR })
  // The next key is known, and there lies the one place of the machine that is always full.
  const at: Ports = { ...whole, random: { bytes: (count) => Buffer.alloc(count, 7) } }
  const path = join(DATA_DIR, 'files', homesOf(at)[0] ?? '', '07', '07'.repeat(16))
  await mkdir(dirname(path), { recursive: true })
  await symlink('/dev/full', path)
  await assert.rejects(upload(at, 'no room'), (error: unknown) => {
    assert.ok(error instanceof Refusal && error.code === 'server.no-room', String(error))
    return true
  })
  assert.deepEqual(await at.db.selectFrom('files').selectAll().execute(), [])
  await sweepFiles(at)
  assert.deepEqual(await at.db.selectFrom('file_keys').selectAll().execute(), [])
  assert.deepEqual(await listFolder(DATA_DIR), [])
  assert.equal((await upload(at, 'room again')).bytes, 10)
})
