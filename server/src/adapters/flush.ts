import { close, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const bringToDisk = promisify(fdatasync)
const closeFile = promisify(close)
/** SQLITE_IOERR, by which the engine tells of the same (https://sqlite.org/rescode.html). */
const ioError = 10

/** What makes the file's content survive a power loss; rejects when the disk did not take it. */
export type Sync = () => Promise<void>

/**
 * Brings what is written to the disk beside the event loop, which meanwhile works for others. All who ask while one
 * flush runs share the next: one that has begun may have missed what they wrote (decision 0025).
 */
export class Flush {
  readonly #sync: Sync
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  constructor(sync: Sync) {
    this.#sync = sync
  }

  /**
   * Resolves when all that was written before the call is on the disk. After a failure it rejects for ever: the system
   * forgets what it could not write, and the next flush would seem to succeed.
   */
  done(): Promise<void> {
    if (!this.#running) return this.#begin()
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      return this.#begin()
    })
    return this.#next
  }

  #begin(): Promise<void> {
    const running = this.#sync().then(() => {
      if (this.#running === running && !this.#next) this.#running = undefined
    })
    this.#running = running
    return running
  }
}

/** A file that is opened when it is first brought to the disk: it may not be there before. */
export function fileSync(path: () => string): { sync: Sync; close(): Promise<void> } {
  let file: number | undefined
  return {
    async sync() {
      try {
        file ??= openSync(path(), 'r+')
        await bringToDisk(file)
      } catch (cause) {
        throw Object.assign(new Error('the disk did not take what was written', { cause }), { errcode: ioError })
      }
    },
    async close() {
      if (file !== undefined) await closeFile(file)
      file = undefined
    },
  }
}
