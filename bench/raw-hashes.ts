import { availableParallelism } from 'node:os'
import { verify } from '@node-rs/argon2'
import { everybodysPassword, hashPassword } from './password.ts'

// The floor under logins: nothing but argon2id verifications at the server's costs, as many at once as there are cores.

const stored = await hashPassword()

process.on('message', async ({ seconds }: { seconds: number }) => {
  const [start, used] = [performance.now(), process.cpuUsage()]
  const end = start + seconds * 1000
  let done = 0
  async function lane(): Promise<void> {
    while (performance.now() < end) {
      await verify(stored, everybodysPassword)
      done++
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  const { user, system } = process.cpuUsage(used)
  process.send?.({ perSecond: done / ((performance.now() - start) / 1000), processor: (user + system) / 1000 / done })
})
