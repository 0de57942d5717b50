import { type Mobile, type Ports, type Tx, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import type { GuestEvent } from './event.ts'
import { insertGuests, readNumbers } from './guest-list.ts'
import { type LineProblem, type LineReader, lineReaderFor } from './parse-guest-line.ts'
import { type Lines, readLines } from './read-lines.ts'
import './table.ts'

/** A file of guests, wherever it lies. */
export interface GuestFile {
  readonly name: string
  /** The same as long as the file is: an import of it that was cut off goes on where it stopped. */
  readonly fingerprint: string
  readonly read: (start: number) => AsyncIterable<Uint8Array>
}

/** How far an import has come. */
export interface ImportState {
  readonly readBytes: number
  readonly readLines: number
  /** Guests who were not on the list before. */
  readonly added: number
  readonly refused: number
}

/** Who watches an import. */
export interface Watcher {
  readonly began: (state: ImportState) => void
  readonly refused: (line: number, problem: LineProblem) => void
  readonly moved: (state: ImportState) => void
}

/**
 * Puts the guests of a file on an event's list, in little memory and in short transactions, each of which writes how far
 * it came: what was cut off goes on there, and a file that is imported again changes nothing.
 */
export async function importGuests(
  at: Ports,
  event: GuestEvent,
  file: GuestFile,
  watcher: Watcher,
): Promise<ImportState> {
  const reader = lineReaderFor(file.name, await readFirstLine(file), await readNumbers(at))
  let state = await findState(at, event, file)
  watcher.began(state)
  for await (const lines of readLines(file.read(state.readBytes), state.readBytes)) {
    state = await takeLines(at, event, file, { lines, state, reader, watcher })
    watcher.moved(state)
  }
  await finish(at, event, file, state)
  return state
}

async function readFirstLine(file: GuestFile): Promise<string> {
  for await (const { texts } of readLines(file.read(0), 0)) return texts[0] ?? ''
  return ''
}

async function findState(at: Ports, event: GuestEvent, file: GuestFile): Promise<ImportState> {
  const row = await at.db
    .selectFrom('guest_imports')
    .selectAll()
    .where('event_id', '=', event.id)
    .where('source', '=', file.fingerprint)
    .executeTakeFirst()
  if (!row) return { readBytes: 0, readLines: 0, added: 0, refused: 0 }
  return { readBytes: row.read_bytes, readLines: row.read_lines, added: row.added, refused: row.refused }
}

interface Portion {
  readonly lines: Lines
  readonly state: ImportState
  readonly reader: LineReader
  readonly watcher: Watcher
}

/** Takes a chunk's lines: all of them, and that they were taken, or none. */
async function takeLines(at: Ports, event: GuestEvent, file: GuestFile, portion: Portion): Promise<ImportState> {
  const { lines, state, reader, watcher } = portion
  const mobiles: Mobile[] = []
  const problems: [line: number, problem: LineProblem][] = []
  for (const [i, text] of lines.texts.entries()) {
    const line = state.readLines + i + 1
    const reading = reader(text, line === 1)
    if (reading && 'mobile' in reading) mobiles.push(reading.mobile)
    else if (reading) problems.push([line, reading.problem])
  }
  const after = await transact(at, async (tx) => {
    const next = {
      readBytes: lines.end,
      readLines: state.readLines + lines.texts.length,
      added: state.added + (await insertGuests(at, tx, event.id, mobiles)),
      refused: state.refused + problems.length,
    }
    await saveState(at, tx, event, file, next)
    return next
  })
  for (const [line, problem] of problems) watcher.refused(line, problem)
  return after
}

async function saveState(at: Ports, tx: Tx, event: GuestEvent, file: GuestFile, state: ImportState): Promise<void> {
  const changing = {
    read_bytes: state.readBytes,
    read_lines: state.readLines,
    added: state.added,
    refused: state.refused,
    changed_at: at.clock.now(),
  }
  await tx
    .insertInto('guest_imports')
    .values({ event_id: event.id, source: file.fingerprint, ...changing })
    .onConflict((on) => on.columns(['event_id', 'source']).doUpdateSet(changing))
    .execute()
}

/** A file that was read to its end may be imported again from its beginning. */
async function finish(at: Ports, event: GuestEvent, file: GuestFile, { added }: ImportState): Promise<void> {
  await transact(at, async (tx) => {
    await tx
      .deleteFrom('guest_imports')
      .where('event_id', '=', event.id)
      .where('source', '=', file.fingerprint)
      .execute()
    if (added > 0) {
      await recordEvent(at, tx, { kind: 'guests.added', appId: event.appId, facts: { event: event.id, added } })
    }
  })
}
