import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { hash, type Options, verify } from '@node-rs/argon2'

/** A password to be hashed at these costs, or to be compared with what is stored. */
export type Order = { readonly password: string } & ({ readonly costs: Options } | { readonly stored: string })

type Outcome = { readonly value: string | boolean } | { readonly problem: string }

interface Taken extends PromiseWithResolvers<string | boolean> {
  readonly order: Order
}

/** It computes and keeps nothing. */
const limits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 }

/** One thread, which does its orders in their turn. */
class HashThread {
  readonly #worker: Worker
  readonly #taken: Taken[] = []
  constructor(onEnd: () => void) {
    // It has no use for what the environment holds, secrets among it.
    this.#worker = new Worker(new URL('./hash-thread.js', import.meta.url), { resourceLimits: limits, env: {} })
    this.#worker.on('message', (outcome: Outcome) => this.#finish(outcome))
    this.#worker.on('error', () => undefined)
    this.#worker.on('exit', () => {
      onEnd()
      for (const { order, resolve } of this.#taken.splice(0)) resolve(computeInPool(order))
    })
    this.#worker.unref()
  }

  get orders(): number {
    return this.#taken.length
  }

  compute(order: Order): Promise<string | boolean> {
    const taken = { order, ...Promise.withResolvers<string | boolean>() }
    this.#worker.postMessage(order)
    // The process waits for what it was asked to compute, and for nothing else here.
    if (this.#taken.push(taken) === 1) this.#worker.ref()
    return taken.promise
  }

  #finish(outcome: Outcome): void {
    const taken = this.#taken.shift()
    if (this.#taken.length === 0) this.#worker.unref()
    if ('value' in outcome) taken?.resolve(outcome.value)
    else taken?.reject(new Error(outcome.problem))
  }
}

/** The process's own: as many as it has cores, each started when those before it are busy. */
const threads = new Set<HashThread>()

/** Computes on the thread that has least to do; where the system gives no thread, in the pool that all share. */
export function compute(order: Order): Promise<string | boolean> {
  try {
    return findThread().compute(order)
  } catch {
    return computeInPool(order)
  }
}

function findThread(): HashThread {
  let idlest: HashThread | undefined
  for (const one of threads) if (!idlest || one.orders < idlest.orders) idlest = one
  if (idlest && (idlest.orders === 0 || threads.size >= availableParallelism())) return idlest
  const started = new HashThread(() => threads.delete(started))
  threads.add(started)
  return started
}

const computeInPool = (order: Order): Promise<string | boolean> =>
  'costs' in order ? hash(order.password, order.costs) : verify(order.stored, order.password)
