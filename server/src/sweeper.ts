import { writeUses } from './capabilities/apps/index.ts'
import { sweepConsents } from './capabilities/consents/index.ts'
import { sweepInvitations } from './capabilities/invitations/index.ts'
import { sweepJourneys } from './capabilities/journeys/index.ts'
import { sweepSigningKeys } from './capabilities/keys/index.ts'
import { sweepLimits } from './capabilities/limits/index.ts'
import { sweepMessages } from './capabilities/messages/index.ts'
import { sweepPending } from './capabilities/registration/index.ts'
import { sweepSessions } from './capabilities/sessions/index.ts'
import { sweepVerifications } from './capabilities/verification/index.ts'
import type { Ports } from './kernel/index.ts'

const everyMilliseconds = 10 * 60_000
const usesEveryMilliseconds = 60_000

const steps = [
  sweepLimits,
  sweepVerifications,
  sweepMessages,
  sweepPending,
  sweepSessions,
  sweepConsents,
  sweepJourneys,
  sweepInvitations,
  sweepSigningKeys,
]

/**
 * Removes what is over, every ten minutes (nothing relies on it: what is over is refused anyhow), and writes down once a
 * minute which secrets were used.
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
  return {
    async stop() {
      clearInterval(timer)
      clearInterval(noting)
      await running
      await note()
    },
  }
}
