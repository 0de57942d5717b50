import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { migrations } from '../../src/migrations/index.ts'
import { runDiwan } from '../kit/command.ts'
import { emptyDatabase, engines } from '../kit/database.ts'
import { testEnv } from '../kit/house.ts'
import { callPortal, linkFields, makeMember, person, readMails } from '../kit/portal.ts'
import { openPorts } from '../kit/ports.ts'
import { startProcess } from '../kit/process.ts'

const names = Object.keys(migrations).sort()

for (const engine of engines) {
  test(`five servers that start at once on an empty database all serve, and each migration ran once, on ${engine}`, async (t) => {
    const databaseUrl = await emptyDatabase(engine)
    const servers = await Promise.all([1, 2, 3, 4, 5].map(() => startProcess(t, databaseUrl)))
    for (const { url } of servers) assert.equal((await fetch(`${url}/health/ready`)).status, 200)
    const at = await openPorts(t, databaseUrl)
    const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(at.db)
    assert.deepEqual(
      rows.map((row) => row.name),
      names,
    )
    assert.equal((await at.db.selectFrom('apps').select('id').execute()).length, 3, 'the demo is there once')
    const { rows: demo } = await sql<{ id: string }>`SELECT id FROM users`.execute(at.db)
    assert.equal(demo.length, 1)
    const [first, second, third] = servers.map((one) => one.url)
    const registered = await callPortal(first ?? '', { do: 'register', ...person('binh@example.com') })
    assert.equal(registered.ok, 1)
    const [mail] = await readMails(second ?? '', 'binh@example.com')
    assert.equal((await callPortal(third ?? '', { do: 'email-active', ...linkFields(mail) })).ok, 1)
    for (const server of servers) assert.equal(await server.stop(), 0)
  })

  test(`diwan migrate alone makes the schema, says what ran, and runs nothing twice, on ${engine}`, async (t) => {
    const databaseUrl = await emptyDatabase(engine)
    const env = testEnv(databaseUrl)
    const first = await runDiwan(['migrate'], env)
    assert.deepEqual([first.code, first.out, first.err], [0, `ran ${names.join(', ')}\n`, ''])
    const again = await Promise.all([1, 2].map(() => runDiwan(['migrate'], env)))
    for (const one of again) assert.deepEqual([one.code, one.out], [0, 'nothing to do: the schema is current\n'])
    const server = await startProcess(t, databaseUrl)
    await makeMember(server.url, 'binh@example.com')
    assert.equal(await server.stop(), 0)
  })

  test(`a server whose schema is behind is not ready, on ${engine}`, async (t) => {
    const databaseUrl = await emptyDatabase(engine)
    const server = await startProcess(t, databaseUrl)
    const at = await openPorts(t, databaseUrl)
    assert.equal((await fetch(`${server.url}/health/ready`)).status, 200)
    await sql`DELETE FROM kysely_migration`.execute(at.db)
    await server.order({ advance: 2000 })
    const behind = await fetch(`${server.url}/health/ready`)
    assert.equal(behind.status, 503)
    assert.equal(((await behind.json()) as { status: string }).status, 'unready')
    assert.equal((await fetch(`${server.url}/health/live`)).status, 200)
  })
}
