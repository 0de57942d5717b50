import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { findEvent, type GuestFile, importGuests, type LineProblem } from '../../capabilities/guests/index.ts'
import type { Command } from './command.ts'
import { OperatorError } from './read-file.ts'

const words: Readonly<Record<LineProblem, string>> = {
  'no-text': 'not UTF-8',
  'too-long': 'longer than 64 kB',
  'open-quote': 'a quote that is not closed in its line',
  'no-json': 'not JSON',
  'no-mobile': 'no mobile in it',
  'no-number': 'not a phone number',
}

/** Lines read between two movements of the bar: with each transaction, about. */
const chunkBytes = 128 * 1024

export const importGuestsCommand: Command = {
  usage: 'guests import <event> <file.csv|file.jsonl>',
  about: 'put a file’s numbers on an event’s guest list; cut off, it goes on where it stopped',
  takes: [2, 2],
  async run(at, [number = '', path = ''], _options, { print, showProgress }) {
    const event = /^\d{1,12}$/.test(number) ? await findEvent(at.db, Number(number)) : undefined
    if (!event) throw new OperatorError(`${number}: no event of this number`)
    const { file, bytes } = openFile(path)
    const end = await importGuests(at, event, file, {
      began: ({ readLines }) => readLines > 0 && print(`goes on after line ${readLines}`),
      refused: (line, problem) => print(`line ${line}: ${words[problem]}`),
      moved: ({ readBytes, readLines }) => showProgress?.(readBytes / bytes, `${readLines} lines`),
    })
    print(`${end.added} added to “${event.name}”, ${end.refused} lines refused, ${end.readLines} lines read`)
  },
}

function openFile(path: string): { file: GuestFile; bytes: number } {
  const { size, mtimeMs, ino } = look(path)
  const fingerprint = createHash('sha256')
    .update(`${resolve(path)}\0${size}\0${mtimeMs}\0${ino}`)
    .digest('base64url')
  const read = (start: number) => createReadStream(path, { start, highWaterMark: chunkBytes }) as AsyncIterable<Buffer>
  return { file: { name: basename(path), fingerprint, read }, bytes: Math.max(size, 1) }
}

function look(path: string) {
  const facts = statSync(path, { throwIfNoEntry: false })
  return facts?.isFile() ? facts : fail(`${path}: no such file`)
}

function fail(line: string): never {
  throw new OperatorError(line)
}
