import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../kit/database.ts'
import { bearer, clientToken, codesPath, enter, postJson, readCode } from '../kit/evand.ts'
import { applyFile } from '../kit/ports.ts'
import { crowd, startStage } from '../kit/stage.ts'

for (const engine of engines) {
  test(`of ${crowd} codes to as many numbers at once as many leave as the day’s money pays for, on ${engine} (attacks 21 and 23)`, async (t) => {
    const stage = await startStage(t, engine)
    const mobiles = Array.from({ length: crowd }, (_, i) => `+9891230001${String(i).padStart(2, '0')}`)
    await applyFile(stage.at, {
      settings: { 'spending.price': 30, 'spending.moneyPerDay': 215 },
      events: [{ id: 77, guests: mobiles }],
    })
    // Every server follows a setting within two seconds.
    await stage.advance(2000)
    const token = await clientToken(stage.url)
    const answers = await Promise.all(
      mobiles.map((mobile, i) =>
        postJson(stage.urls[i % stage.urls.length] ?? '', codesPath, { mobile }, bearer(token)),
      ),
    )
    const won = mobiles.filter((_, i) => answers[i]?.status === 201)
    assert.equal(won.length, 7)
    const lost = answers.filter(({ status }) => status !== 201)
    assert.ok(lost.every(({ status, headers }) => status === 503 && Number(headers.get('retry-after')) > 0))
    assert.equal((await stage.at.db.selectFrom('messages').select('id').execute()).length, 7)
    const told = await stage.at.db.selectFrom('events').select('id').where('kind', '=', 'spending.stopped').execute()
    assert.equal(told.length, 1)
    const mobile = won[0] ?? ''
    assert.equal((await enter(stage.url, await readCode(stage.url, mobile), { mobile })).status, 200)
  })
}
