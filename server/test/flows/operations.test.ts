import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { readDemo } from '../../src/dialects/operator/index.ts'
import { productionEnv, startDiwan } from '../kit/command.ts'
import { engines, newDatabase } from '../kit/database.ts'
import { startHouse, testEnv } from '../kit/house.ts'
import { startMailServer } from '../kit/mail-server.ts'
import { callPortal, demoSite, getPortal, makeMember, type PortalAnswer, person, readMails } from '../kit/portal.ts'
import { openPorts } from '../kit/ports.ts'
import { waitFor } from '../kit/wait.ts'

/** SIGTERM to exit (design.md, The operator's contract), ms. */
const longestStop = 10_000

test('start prints its address, the inbox, the demo apps and the time it took', async (t) => {
  const server = await startDiwan(t, testEnv(await newDatabase('sqlite')))
  const lines = server.output().split('\n')
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.match(lines[0] ?? '', /^Diwan serves http:\S+ \(development\), ready \d+ ms after its start$/)
  await waitFor('the demo apps', () => server.output().includes('1001 (Shop)'))
  assert.ok(server.output().includes(`  inbox      ${server.url}/dev/inbox\n`))
  assert.ok(server.output().includes(`  demo site  ${server.url}/dev/site\n`))
  for (const { id, name, domains: [website] = [], portalKeys: [key] = [] } of readDemo().apps ?? []) {
    const site = website && key ? `  website=${website}  key=${key}` : ''
    assert.ok(server.output().includes(`  demo app   ${id} (${name})${site}\n`), id)
  }
  for (const path of ['/dev/inbox', '/dev/site']) assert.equal((await fetch(server.url + path)).status, 200)
  const shown = /website=(\S+) {2}key=(\S+)/.exec(server.output())
  const site = { website: shown?.[1] ?? '', key: shown?.[2] ?? '' }
  assert.equal((await callPortal(server.url, { do: 'register', ...person('binh@example.com') }, site)).ok, 1)
  const { code, milliseconds } = await server.stop()
  assert.equal(code, 0)
  assert.ok(milliseconds < longestStop)
})

test('production has no inbox, no demo and no demo website', async (t) => {
  const databaseUrl = await newDatabase('sqlite')
  const server = await startDiwan(t, productionEnv(databaseUrl, { PORT: '0', LOG_LEVEL: 'info' }))
  assert.match(server.output(), /^Diwan serves https:\/\/id\.example\.com \(production\), ready \d+ ms/)
  const at = await openPorts(t, databaseUrl)
  assert.deepEqual(await at.db.selectFrom('apps').select('id').execute(), [])
  assert.deepEqual(await at.db.selectFrom('users').select('id').execute(), [])
  assert.equal((await server.stop()).code, 0)
})

/** One request on a connection of its own; rejects when the connection ends without an answer. */
function post(url: string, fields: Record<string, string>, written?: () => void): Promise<PortalAnswer> {
  const body = new URLSearchParams({ ...demoSite, ...fields }).toString()
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
    const sent = request(`${url}/api/`, { method: 'POST', agent: false, headers }, async (response) => {
      try {
        resolve(JSON.parse(Buffer.concat(await response.toArray()).toString('utf8')))
      } catch (error) {
        reject(error)
      }
    })
    sent.on('error', reject).end(body, written)
  })
}

/** Has a wave of registrations accepted of which not all are answered yet. */
async function putUnderLoad(url: string): Promise<{ people: string[]; replies: Promise<PortalAnswer[]> }> {
  const people: string[] = []
  const replies: Promise<PortalAnswer>[] = []
  let [written, answered] = [0, 0]
  const register = async (to: string) => {
    const reply = await post(url, { do: 'register', ...person(to) }, () => written++)
    answered++
    return reply
  }
  for (let wave = 0; wave < 5; wave++) {
    const more = Array.from({ length: 80 }, (_, i) => `person${wave}x${i}@example.com`)
    people.push(...more)
    replies.push(...more.map(register))
    await waitFor('all requests are written', () => written === people.length)
    // Connections are accepted in their order, so once later ones are answered all of these are.
    for (let i = 0; i < 2; i++) await fetch(`${url}/health/live`, { headers: { connection: 'close' } })
    if (answered < people.length) return { people, replies: Promise.all(replies) }
  }
  throw new Error('every wave was answered before the server could be stopped')
}

for (const engine of engines) {
  test(`SIGTERM under load answers every request that was accepted, and ends with 0, on ${engine}`, async (t) => {
    const databaseUrl = await newDatabase(engine)
    const server = await startDiwan(t, testEnv(databaseUrl))
    const { people, replies } = await putUnderLoad(server.url)
    const { code, milliseconds } = await server.stop()
    assert.equal(code, 0)
    assert.ok(milliseconds < longestStop)
    assert.deepEqual(new Set((await replies).map((reply) => reply.ok)), new Set([1]))
    await assert.rejects(post(server.url, { do: 'email-exists', User_Email: 'a@b.example' }), /ECONNREFUSED/)
    const { db } = await openPorts(t, databaseUrl)
    const kept = await db.selectFrom('messages').select('recipient').where('kind', '=', 'activation-link').execute()
    assert.deepEqual(kept.map((row) => row.recipient).sort(), [...people].sort())
    const again = await startDiwan(t, testEnv(databaseUrl))
    for (const to of people) assert.equal((await readMails(again.url, to)).length, 1)
    assert.equal((await again.stop()).code, 0)
  })
}

test('neither a client that stops talking nor a mail server that hangs holds the end up (attack 78)', async (t) => {
  const mailServer = await startMailServer(t)
  mailServer.misbehave('recipient', 'hang')
  const server = await startDiwan(t, testEnv(await newDatabase('sqlite'), { SMTP_URL: mailServer.url }))
  assert.equal((await callPortal(server.url, { do: 'register', ...person('binh@example.com') })).ok, 1)
  await waitFor('a mail that hangs', () => mailServer.visits.recipient > 0)
  const { hostname, port } = new URL(server.url)
  const silent = connect(Number(port), hostname).on('error', () => undefined)
  t.after(() => silent.destroy())
  silent.write('POST /api/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ndo=')
  await new Promise((resolve) => setTimeout(resolve, 100))
  const { code, milliseconds } = await server.stop()
  assert.equal(code, 0)
  assert.ok(milliseconds < longestStop, `${Math.round(milliseconds)} ms`)
})

test('a server is alive, ready and measured, and tells nothing secret by it', async (t) => {
  const house = await startHouse(t, 'sqlite')
  const live = await fetch(`${house.url}/health/live`)
  assert.deepEqual([live.status, await live.json()], [200, { status: 'live' }])
  const ready = await fetch(`${house.url}/health/ready`)
  assert.deepEqual([ready.status, await ready.json()], [200, { status: 'ready' }])
  await makeMember(house.url, 'binh@example.com')
  await getPortal(house.url, { do: 'email-exists', User_Email: 'binh@example.com' })
  const metrics = await fetch(`${house.url}/metrics`)
  assert.match(metrics.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  const text = await metrics.text()
  assert.match(text, /^diwan_http_request_seconds_count\{route="\/api\/",status="200"\} 3$/m)
  assert.match(text, /^diwan_messages_total\{channel="email",kind="activation-link",outcome="sent"\} 1$/m)
  assert.match(text, /^diwan_events_total\{kind="user\.activated"\} 1$/m)
  assert.match(text, /^diwan_password_hashes_waiting 0$/m)
  assert.match(text, /^process_resident_memory_bytes \d+$/m)
  assert.ok(!text.includes('binh'))
  const answered = house.logs.map((line) => JSON.parse(line)).filter((line) => line.route === '/api/')
  assert.equal(answered.length, 3, 'one line for each answer')
  assert.ok(!house.logs.join('').includes('binh'), 'no query, no body, no address in the log')
})
