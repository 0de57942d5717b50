import { spawn } from 'node:child_process'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { given, testFolder } from './database.ts'
import { testSecret } from './house.ts'
import { recordSecret } from './secrets.ts'
import { waitFor } from './wait.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
/** Where a command runs: the examples are named from here. */
const root = fileURLToPath(new URL('../../../', import.meta.url))

export type Env = Record<string, string | undefined>

/** The environment of a server in production, as careful as the doctor wants it. */
export function productionEnv(databaseUrl: string, env: Env = {}): Env {
  return {
    DIWAN_MODE: 'production',
    PORT: '0',
    PUBLIC_URL: 'https://id.example.com',
    DATABASE_URL: databaseUrl,
    DATA_DIR: testFolder(),
    DIWAN_SECRET: testSecret,
    SMTP_URL: 'smtps://diwan:mail-password@mail.example.com:465',
    TRUST_PROXY: '127.0.0.1',
    ...env,
  }
}

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function launch(program: string, words: readonly string[], env: Env) {
  recordSecret(env.DIWAN_SECRET)
  const child = spawn(process.execPath, [program, ...words], { cwd: root, env: { PATH: process.env.PATH, ...env } })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.err += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, said, ended }
}

/** How long a command may run, ms: one that serves when it should refuse must not hold the tests up. */
const patience = 60_000

/** Runs the command `diwan …` to its end, from its bundle. */
export async function runDiwan(words: readonly string[], env: Env): Promise<Ran> {
  const { child, said, ended } = launch(given('DIWAN_TEST_COMMAND'), words, env)
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  const code = await ended
  clearTimeout(timer)
  return { code, ...said }
}

export interface Started {
  /** The address it says it serves, and everything else it said so far. */
  readonly url: string
  output(): string
  /** SIGTERM; answers the exit code and how long it took, ms. */
  stop(): Promise<{ code: number | null; milliseconds: number }>
}

/** Runs `diwan start` from its source, as `npm start` does, until it says that it is ready. */
export async function startDiwan(test: TestContext, env: Env): Promise<Started> {
  const { child, said, ended } = launch(main, ['start'], env)
  const output = () => said.out + said.err
  test.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  await waitFor('the line that says ready', () => {
    if (child.exitCode !== null) throw new Error(`it ended at its start:\n${output()}`)
    return said.out.includes(' ready ')
  })
  return {
    url: /serves (\S+)/.exec(said.out)?.[1] ?? '',
    output,
    async stop() {
      const start = performance.now()
      child.kill('SIGTERM')
      return { code: await ended, milliseconds: performance.now() - start }
    },
  }
}
