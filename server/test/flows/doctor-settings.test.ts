import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { productionEnv, runDiwan } from '../kit/command.ts'
import { engines, newDatabase, testFolder } from '../kit/database.ts'

for (const engine of engines) {
  test(`the doctor says that plain http is allowed, and the line it names mends it, on ${engine}`, async () => {
    const env = productionEnv(await newDatabase(engine))
    const apply = async (settings: object) => {
      const path = `${testFolder()}.json`
      writeFileSync(path, JSON.stringify({ settings }))
      assert.equal((await runDiwan(['apply', path], env)).code, 0)
    }
    await apply({ 'messages.from': 'Example <no-reply@example.com>', 'portal.allowPlainHttp': true })
    const sick = await runDiwan(['doctor'], env)
    assert.match(sick.out, /✗ keys and passwords are accepted over plain http\n {2}→ .*"portal\.allowPlainHttp": false/)
    assert.equal(sick.code, 1)
    await apply({ 'portal.allowPlainHttp': false })
    const well = await runDiwan(['doctor'], env)
    assert.doesNotMatch(well.out, /plain http/)
  })
}
