import { ConfigError, readConfig } from './config.ts'
import { Refusal } from './kernel/index.ts'
import { commandUsages, OperatorError, readOrder, runCommand, type Server, startServer } from './server.ts'

/** SIGTERM to exit: what is still in flight then is picked up by the next start. */
const longestStop = 9500

/** Runs `diwan …`. Whatever stops it is one line on standard error. */
export async function run(words: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  // Whoever reads the output may stop doing so (`diwan help | head`).
  process.stdout.on('error', () => undefined)
  try {
    const [word] = words
    if (word === undefined || word === 'help' || word === '--help') return printHelp()
    const order = word === 'start' || word === 'migrate' ? alone(word, words) : readOrder(words)
    const config = readConfig(env)
    if (order !== 'start')
      return await runCommand(config, order, print, process.stderr.isTTY ? showProgress : undefined)
    const server = await startServer(config)
    stopOnSignal(server)
    announce(server, config.mode)
  } catch (error) {
    process.stderr.write(`diwan: ${describe(error)}\n`)
    process.exitCode = 1
  }
}

function alone<W extends string>(word: W, words: readonly string[]): W {
  if (words.length > 1) throw new OperatorError(`usage: diwan ${word}`)
  return word
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** Draws a bar in the one line that it keeps; the end of the work leaves it. */
function showProgress(done: number, about: string): void {
  const full = Math.round(Math.min(done, 1) * barLength)
  const bar = `${'█'.repeat(full)}${'░'.repeat(barLength - full)}`
  process.stderr.write(`\r\u001b[2K${bar} ${Math.floor(done * 100)} %  ${about}${done >= 1 ? '\n' : ''}`)
}

const barLength = 30

function printHelp(): void {
  const lines = [['start', 'serve'], ['migrate', 'bring the database’s schema up to date, and end'], ...commandUsages]
  print('diwan, an identity server\n')
  for (const [usage, about] of lines) print(`  diwan ${usage}\n      ${about}`)
}

function announce(server: Server, mode: string): void {
  const milliseconds = Math.round(performance.now())
  print(`Diwan serves ${server.publicUrl} (${mode}), ready ${milliseconds} ms after its start`)
  if (mode !== 'development') return
  print(`  inbox      ${server.url}/dev/inbox`)
  print(`  demo site  ${server.url}/dev/site`)
  print(`  log in at  ${server.publicUrl}/dev/app`)
  for (const app of server.demoApps) print(`  demo app   ${app}`)
}

function stopOnSignal(server: Server): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), longestStop).unref()
    await server.stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
}

function describe(error: unknown): string {
  if (error instanceof ConfigError || error instanceof OperatorError) return error.message
  if (error instanceof Refusal) return `the database is not available (${reason(error.cause)})`
  return describeWorld(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
}

/** What the machine says no to, by the variable that would change it. */
function describeWorld(error: unknown): string | undefined {
  const { syscall = '', errstr } = error as { syscall?: string; errstr?: string }
  const code = reason(error)
  if (code === 'EADDRINUSE') return 'PORT: another program listens there already'
  if (syscall === 'listen') return `HOST, PORT: cannot listen there (${code})`
  if (['mkdir', 'open', 'link', 'unlink'].includes(syscall)) return `DATA_DIR, DATABASE_URL: no usable folder (${code})`
  if (code === 'ERR_SQLITE_ERROR') return `DATABASE_URL: no usable database file (${errstr})`
  if (/^(28|3D)[0-9A-Z]{3}$/.test(code)) return `DATABASE_URL: the database refuses us (${code})`
  return undefined
}

/** The world's own code for what went wrong, which never holds a secret. */
function reason(error: unknown): string {
  const facts = error as { code?: unknown; errcode?: unknown; message?: unknown } | undefined
  return String(facts?.code ?? facts?.message ?? 'unknown')
}
