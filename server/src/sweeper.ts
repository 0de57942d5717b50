import { writeUses } from './capabilities/apps/index.ts'
import { sweepConsents } from './capabilities/consents/index.ts'
import { sweepFiles } from './capabilities/files/index.ts'
import { sweepUnactivated } from './capabilities/forms/index.ts'
import { sweepInvitations } from './capabilities/invitations/index.ts'
import { sweepJourneys } from './capabilities/journeys/index.ts'
import { sweepSigningKeys } from './capabilities/keys/index.ts'
import { sweepLimits } from './capabilities/limits/index.ts'
import { sweepMessages } from './capabilities/messages/index.ts'
import { sweepPending } from './capabilities/registration/index.ts'
import { sweepSessions } from './capabilities/sessions/index.ts'
import { sweepVerifications, weighCodes } from './capabilities/verification/index.ts'
import type { Ports } from './kernel/index.ts'

const everyMilliseconds = 10 * 60_000
const usesEveryMilliseconds = 60_000
const codesEveryMilliseconds = 5000

const steps = [
  sweepLimits,
  sweepVerifications,
  sweepMessages,
  sweepPending,
  sweepUnactivated,
  sweepSessions,
  sweepConsents,
  sweepJourneys,
  sweepInvitations,
  sweepFiles,
  sweepSigningKeys,
  (at: Ports) => weighCodes(at, true),
]

/**
 * Removes what is over, every ten minutes (nothing relies on it: what is over is refused anyhow), writes down once a
 * minute which secrets were used, and weighs every five seconds the codes that were sent.
 */
export function startSweeper(at: Ports): { stop(): Promise<void> } {
  let running = Promise.resolve()
  async function sweep(): Promise<void> {
    for (const step of steps) {
      await step(at).catch((error: unknown) => at.log.warn({ cause: String(error) }, 'a sweep failed'))
    }
  }
  const timer = setInterval(() => {
    running = running.then(sweep)
  }, everyMilliseconds)
  const note = () => writeUses(at).catch((error: unknown) => at.log.warn({ cause: String(error) }, 'uses not noted'))
  const noting = setInterval(() => {
    running = running.then(note)
  }, usesEveryMilliseconds)
  const weigh = () =>
    weighCodes(at).catch((error: unknown) => at.log.warn({ cause: String(error) }, 'codes not weighed'))
  const weighing = setInterval(() => {
    running = running.then(weigh)
  }, codesEveryMilliseconds)
  return {
    async stop() {
      clearInterval(timer)
      clearInterval(noting)
      clearInterval(weighing)
      await running
      await Promise.all([note(), weigh()])
    },
  }
}
