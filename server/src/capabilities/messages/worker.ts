import { setTimeout as delay } from 'node:timers/promises'
import type { Channel, Ports } from '../../kernel/index.ts'
import { deliver, findNextDue } from './deliver.ts'
import { onEnqueued } from './enqueue.ts'
import { leaseTogether } from './lease.ts'
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
  const busy = new Map<Channel, Promise<void>>()
  /** Names of the channels that this process has just written for: nobody need ask whether something is due there. */
  const fresh = new Set<string>()
  onEnqueued(at, (name) => {
    // Whoever is busy looks again by itself.
    if ([...busy.keys()].some((one) => one.name === name)) return
    fresh.add(name)
    rouse()
  })
  const end = new AbortController()
  const sleep = (milliseconds: number) => delay(milliseconds, undefined, { signal: end.signal }).catch(() => undefined)
  const logOutage = (error: unknown) => at.log.error({ cause: String(error) }, 'the outbox could not be read')

  async function lane(channel: Channel, take: ReturnType<typeof leaseTogether>): Promise<void> {
    while (!stopped) {
      const message = await take()
      if (!message) return
      await deliver(at, channel, message)
    }
  }
  /** Sends what is due on one channel. Whoever hangs here is waited for by nobody else (attack 78). */
  async function empty(channel: Channel, lanes: number): Promise<void> {
    const take = leaseTogether(at, channel)
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => lane(channel, take)))
    const failed = ends.find((one) => one.status === 'rejected')
    if (failed) logOutage(failed.reason)
    await sleep(failed ? outagePause : shortestSleep)
    busy.delete(channel)
    dirty = true
    rouse()
  }
  /** Answers how long nothing new can be due. */
  async function round(): Promise<number> {
    dirty = false
    const free = channels.filter((one) => !busy.has(one))
    const due = await findNextDue(at, free)
    const wait = (due ?? Number.POSITIVE_INFINITY) - at.clock.now()
    if (wait > 0) return Math.min(longestSleep, wait)
    await begin(free)
    return longestSleep
  }
  async function begin(free: readonly Channel[]): Promise<void> {
    const { parallel, parallelSms } = await messageSettings.read(at)
    for (const one of free) busy.set(one, empty(one, one.name === 'sms' ? parallelSms : parallel))
  }
  /** Begins with what this process has just written, without asking what is due. */
  async function beginFresh(): Promise<void> {
    const names = new Set(fresh)
    fresh.clear()
    await begin(channels.filter((one) => names.has(one.name) && !busy.has(one)))
  }
  async function run(): Promise<void> {
    let lookAt = 0
    while (!stopped) {
      try {
        if (fresh.size > 0) await beginFresh()
        else if (dirty || performance.now() >= lookAt) lookAt = performance.now() + (await round())
      } catch (error) {
        logOutage(error)
        lookAt = performance.now() + outagePause
      }
      if (!dirty && fresh.size === 0) await nap(lookAt - performance.now())
    }
    await Promise.all(busy.values())
  }
  /** Sleeps until something is to be done. */
  function nap(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, stopped ? 0 : Math.max(milliseconds, 0))
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
      end.abort()
      rouse()
      await done
    },
  }
}
