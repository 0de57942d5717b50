import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

// The thread of copy-log.ts: a connection of its own, which copies what the log holds to the database's own place. This
// file is read as it stands, as that of hash-threads.ts.

const database = new DatabaseSync(workerData)
const copy = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')

parentPort?.on('message', () => parentPort?.postMessage(copyTwice()))

/** The second time what was written meanwhile, so that little is left. A full disk may have room again later. */
function copyTwice() {
  try {
    copy.get()
    copy.get()
    return true
  } catch {
    return false
  }
}
