import { Worker } from 'node:worker_threads'

/** Copies the log of one database to its own place on a thread, which is started when the first copy is due. */
export class LogCopier {
  readonly #path: string
  #thread: Worker | undefined
  #running: PromiseWithResolvers<boolean> | undefined
  #broken = false
  constructor(path: string) {
    this.#path = path
  }

  get isFree(): boolean {
    return !this.#running && !this.#broken
  }

  /** Resolves when most of the log is copied; false when it could not be, and the engine is left to itself if there is no thread. */
  copy(): Promise<boolean> {
    const running = Promise.withResolvers<boolean>()
    this.#running = running
    try {
      this.#thread ??= this.#start()
      this.#thread.postMessage('copy')
    } catch {
      this.#end(false)
    }
    return running.promise
  }

  async close(): Promise<void> {
    this.#broken = true
    await this.#thread?.terminate()
  }

  #start(): Worker {
    const limits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 }
    const thread = new Worker(new URL('./copy-log-thread.js', import.meta.url), {
      workerData: this.#path,
      env: {},
      resourceLimits: limits,
    })
    thread.on('message', (copied: boolean) => this.#end(copied))
    thread.on('error', () => undefined)
    thread.on('exit', () => {
      this.#broken = true
      this.#end(false)
    })
    thread.unref()
    return thread
  }

  #end(copied: boolean): void {
    this.#running?.resolve(copied)
    this.#running = undefined
  }
}
