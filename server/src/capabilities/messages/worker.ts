import type { Channel, Ports } from '../../kernel/index.ts'
import { deliverNext, findNextDue } from './deliver.ts'
import { onEnqueued } from './enqueue.ts'
import { messageSettings } from './settings.ts'

/** How long the worker sleeps when it knows of nothing to do; another process may have left something behind. */
const longestSleep = 10_000
/** Pause before the next look after a round of work: a rival may have taken what was due. */
const shortestSleep = 50
/** Pause after the database could not be asked. */
const outagePause = 5000

export interface Worker {
  /** Finishes what is in flight and takes nothing more. */
  stop(): Promise<void>
}

/**
 * Sends what the outbox holds, each channel in lanes of its own, so that one that hangs stops no other: at once when
 * this process wrote it, when it is due, and with a look every ten seconds besides.
 */
export function startWorker(at: Ports, channels: readonly Channel[]): Worker {
  let stopped = false
  let dirty = true
  let rouse: () => void = () => undefined
  onEnqueued(at, () => {
    dirty = true
    rouse()
  })

  async function lane(channel: Channel): Promise<void> {
    while (!stopped && (await deliverNext(at, channel)));
  }
  async function round(): Promise<number> {
    dirty = false
    const due = await findNextDue(at, channels)
    const wait = (due ?? Number.POSITIVE_INFINITY) - at.clock.now()
    if (wait > 0) return Math.min(longestSleep, wait)
    const { parallel } = await messageSettings.read(at)
    const lanes = channels.flatMap((channel) => Array.from({ length: parallel }, () => lane(channel)))
    const failed = (await Promise.allSettled(lanes)).find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    return shortestSleep
  }
  async function run(): Promise<void> {
    while (!stopped) {
      const pause = await round().catch((error: unknown) => {
        at.log.error({ cause: String(error) }, 'the outbox could not be read')
        return outagePause
      })
      if (!dirty && !stopped) await sleep(pause)
    }
  }
  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  const done = run()
  return {
    async stop() {
      stopped = true
      rouse()
      await done
    },
  }
}
