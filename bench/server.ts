import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { migrate } from '../server/src/adapters/migrate.ts'
import { readConfig } from '../server/src/config.ts'
import { openHouse } from '../server/src/server.ts'
import { fill } from '../server/test/kit/people.ts'
import { hashPassword } from './password.ts'

const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))

export interface Started {
  readonly url: string
  readonly pid: number
  /** The line it printed: its own measure of how long it took. */
  readonly printed: string
  stop(): Promise<void>
}

/** The environment of a bench's server: defaults everywhere, but for where its data lies. */
export function serverEnv(folder: string, databaseUrl: string, port = 0): Record<string, string> {
  const env = {
    DIWAN_MODE: 'development',
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: databaseUrl,
    PORT: String(port),
  }
  return { PATH: process.env.PATH ?? '', ...env }
}

/**
 * Starts `diwan start` as a process and waits for the line that says it is ready. Its output goes to a file, so that
 * nobody's reading of its log takes part in what is measured.
 */
export async function startServer(env: Record<string, string>): Promise<Started> {
  const path = `${env.DATA_DIR}.log`
  const output = openSync(path, 'w')
  const child = spawn(process.execPath, [main, 'start'], { env, stdio: ['ignore', output, 'inherit'] })
  closeSync(output)
  const printed = await findLine(child, path)
  const url = /http:\/\/\S+/.exec(printed)?.[0] ?? ''
  return { url, pid: child.pid ?? 0, printed, stop: () => end(child) }
}

async function findLine(child: ChildProcess, path: string): Promise<string> {
  for (;;) {
    const line = /^Diwan serves .*$/m.exec(readFileSync(path, 'utf8'))?.[0]
    if (line) return line
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`)
    await sleep(20)
  }
}

/** SIGTERM, and waits until the process is gone. */
export function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** Migrates a database, applies the demo as a first start does, and writes the people. */
export async function prepare(env: Record<string, string>, people: number): Promise<void> {
  const first = await startServer(env)
  await first.stop()
  const house = openHouse(readConfig(env), () => 'http://127.0.0.1')
  await migrate(house.at.db)
  await fill(house.at.db, 1, people, await hashPassword())
  await house.close()
}

/** Resident memory of a process, MB (2^20 bytes), as Linux counts it. */
export function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
}

/** Processor time that a process has taken, all its threads together, ms; Linux counts it in hundredths of a second. */
export function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** A port that nobody listens on. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
