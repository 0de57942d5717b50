import { availableParallelism } from 'node:os'
import type { Dialect as Engine } from 'kysely'
import { diverted } from './adapters/channels/diverted.ts'
import { createInbox } from './adapters/channels/inbox.ts'
import { fcmChannel, fcmOrigin } from './adapters/channels/push/fcm.ts'
import { drawPushKey, readPushKey } from './adapters/channels/push/push-key.ts'
import { KeyFileError, readServiceAccount } from './adapters/channels/push/service-account.ts'
import { pushChannel, webPushTo } from './adapters/channels/push/web-push.ts'
import { smsChannel } from './adapters/channels/sms/channel.ts'
import type { Descriptor } from './adapters/channels/sms/descriptor.ts'
import { GatewayError, hostsOf, readGateways } from './adapters/channels/sms/read-gateways.ts'
import { smtpChannel } from './adapters/channels/smtp.ts'
import { systemClock } from './adapters/clock.ts'
import { openFiles } from './adapters/files/open-files.ts'
import { createHasher, type Hasher } from './adapters/hasher.ts'
import { createLog } from './adapters/log.ts'
import { createMetrics } from './adapters/metrics.ts'
import { isMigrated, migrateUrl } from './adapters/migrate.ts'
import { openDatabase } from './adapters/open-database.ts'
import { createOutgoing } from './adapters/outgoing.ts'
import { createOutside, type OutsideWish } from './adapters/outside.ts'
import { systemRandom } from './adapters/random.ts'
import { readSecretFile } from './adapters/secret-file.ts'
import { dropSubscription, findSubscription } from './capabilities/devices/index.ts'
import { messageSettings, startWorker } from './capabilities/messages/index.ts'
import { readinessOf } from './capabilities/settings/index.ts'
import { showMoney } from './capabilities/spending/index.ts'
import { showAlarms } from './capabilities/verification/index.ts'
import { type Config, ConfigError } from './config.ts'
import { api } from './dialects/api/index.ts'
import { evand } from './dialects/evand/index.ts'
import { files } from './dialects/files/index.ts'
import { gateaz } from './dialects/gateaz/index.ts'
import { hooks } from './dialects/hooks/index.ts'
import { oidc } from './dialects/oidc/index.ts'
import { oneentry } from './dialects/oneentry/index.ts'
import {
  applyDemo,
  commands,
  findPublishedCredential,
  OperatorError,
  type Order,
  readDemo,
  runOrder,
} from './dialects/operator/index.ts'
import { ops } from './dialects/ops/index.ts'
import { invitationDoor, pages } from './dialects/pages/index.ts'
import { payping } from './dialects/payping/index.ts'
import { sngine } from './dialects/sngine/index.ts'
import { createWeb, type Web } from './http/index.ts'
import { type Channel, type Clock, createKeyring, type Inbox, type Ports } from './kernel/index.ts'
import { startSweeper } from './sweeper.ts'

export { OperatorError, readOrder } from './dialects/operator/index.ts'

/** The operator's commands with their meaning, for the help. */
export const commandUsages: readonly (readonly [usage: string, about: string])[] = Object.values(commands).map(
  ({ usage, about }) => [usage, about],
)

/** What tests put in the place of a part of the world. */
export interface Overrides {
  clock?: Clock
  /** Around the database engine: a failpoint, a counter of queries. */
  engine?: (engine: Engine) => Engine
  channels?: Channel[]
  hasher?: Hasher
  /** Whom to ask for names, and which addresses count as outside. */
  outside?: OutsideWish
  /** Where log lines go instead of standard output. */
  writeLog?: (line: string) => void
}

/** The ports, fulfilled, and what else the composition root holds. */
export interface House {
  readonly at: Ports
  readonly channels: readonly Channel[]
  readonly gateways: readonly Descriptor[]
  readonly inbox: Inbox
  readonly metrics: ReturnType<typeof createMetrics>
  close(): Promise<void>
}

/** Password hashes that may wait, for each core: about two seconds of work, longer than which nobody should wait. */
const waitingHashesPerCore = 200

/** Fulfils the ports. Connects nothing yet. */
export function openHouse(config: Config, publicUrl: () => string, overrides: Overrides = {}): House {
  const roots = config.secrets.length > 0 ? config.secrets : [readSecretFile(config.dataDir)]
  const hasher = overrides.hasher ?? createHasher(waitingHashesPerCore * availableParallelism())
  const metrics = createMetrics(hasher)
  const at: Ports = {
    db: openDatabase(config.databaseUrl, { wrap: overrides.engine }),
    clock: overrides.clock ?? systemClock,
    random: systemRandom,
    keyring: createKeyring(roots, systemRandom),
    hasher,
    outside: createOutside(overrides.outside),
    files: openFiles(config.filesUrl, config.dataDir, systemRandom),
    log: createLog(config.logLevel, overrides.writeLog),
    metrics,
    get publicUrl() {
      return publicUrl()
    },
  }
  const inbox = createInbox(at)
  const gateways = readable('SMS_URL', () => (config.smsUrl ? readGateways(config.smsUrl) : []))
  const channels = overrides.channels ?? channelsOf(config, at, gateways, inbox.channels)
  return {
    at,
    channels,
    gateways,
    inbox,
    metrics,
    async close() {
      await Promise.all(channels.map((channel) => channel.close?.()))
      await at.db.destroy()
    },
  }
}

/** What is configured has a way out; what has none goes to the inbox, in development. */
function channelsOf(config: Config, at: Ports, gateways: readonly Descriptor[], inbox: readonly Channel[]): Channel[] {
  const { smtpUrl, fcmKeyFile } = config
  const out = [
    ...(smtpUrl ? [smtpChannel(smtpUrl, async () => (await messageSettings.read(at)).from)] : []),
    ...(gateways.length > 0 ? [smsOf(config, at, gateways)] : []),
    ...(fcmKeyFile || config.webPushKeyFile ? [pushOf(config, at)] : []),
  ]
  if (config.mode === 'production') return out
  const readNumbers = async () => (await messageSettings.read(at)).testNumbers
  return inbox.map((kept) => {
    const one = out.find(({ name }) => name === kept.name)
    return one ? diverted(one, kept, readNumbers) : kept
  })
}

function smsOf(config: Config, at: Ports, gateways: readonly Descriptor[]): Channel {
  const ownHosts = new Set(config.privateHosts)
  return smsChannel(at, gateways, createOutgoing({ hosts: hostsOf(gateways), ownHosts }))
}

function pushOf(config: Config, at: Ports): Channel {
  const { fcmKeyFile, webPushKeyFile } = config
  const toApps = fcmKeyFile ? fcmOf(config, at, fcmKeyFile) : undefined
  return pushChannel(toApps, webPushKeyFile ? webPushOf(config, at, webPushKeyFile) : undefined)
}

function webPushOf(config: Config, at: Ports, path: string): ReturnType<typeof webPushTo> {
  const ownHosts = new Set(config.privateHosts)
  return webPushTo({
    key: readable('WEB_PUSH_KEY_FILE', () => readPushKey(path)),
    clock: at.clock,
    outgoing: createOutgoing({ ownHosts }),
    subscriptions: { find: (id) => findSubscription(at, id), drop: (id) => dropSubscription(at, id) },
    ownHosts,
  })
}

function fcmOf(config: Config, at: Ports, path: string): Channel {
  const account = readable('FCM_KEY_FILE', () => readServiceAccount(path))
  const hosts = new Set([account.tokenUrl, fcmOrigin].map((url) => new URL(url).hostname))
  return fcmChannel(account, at.clock, createOutgoing({ hosts, ownHosts: new Set(config.privateHosts) }))
}

/** @throws ConfigError that names the variable, and never a credential in it */
function readable<T>(variable: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof GatewayError || error instanceof KeyFileError)) throw error
    throw new ConfigError(`${variable}: ${error.message}`)
  }
}

export interface Server {
  /** The address that is listened on. */
  readonly url: string
  readonly publicUrl: string
  readonly at: Ports
  /** The demo apps in a line each: what the README's commands need. */
  readonly demoApps: readonly string[]
  /** Stops accepting, finishes the requests and the messages in flight, and closes everything. */
  stop(): Promise<void>
}

/**
 * Migrates, mounts every dialect, listens and starts the work behind.
 *
 * @throws OperatorError when production would run with a published credential, or with test numbers
 */
export async function startServer(config: Config, overrides: Overrides = {}): Promise<Server> {
  let listening = ''
  const publicUrl = () => config.publicUrl ?? listening
  const house = openHouse(config, publicUrl, overrides)
  const { at } = house
  try {
    if (!(await isMigrated(at.db))) await migrateUrl(config.databaseUrl)
    if (config.mode === 'development') await applyDemo(at)
    else await refuseUnsafe(at)
    const web = createWeb(at, { trustProxy: config.trustProxy, observe: house.metrics.observe })
    web.mount(ops({ checkReady: readinessOf(at, isMigrated), readMetrics: () => readMetrics(house) }))
    web.mount(gateaz(at))
    const readers = house.channels.flatMap(({ receipts = [] }) => receipts)
    web.mount(hooks(at, readers))
    const { dialect, interactions, sessions, tokens, channel } = oidc(at, {
      privateNetworks: config.mode === 'development',
    })
    web.mount(dialect)
    const world = { at, interactions, sessions, development: config.mode === 'development' }
    web.mount(pages(world))
    const pushKey = config.webPushKeyFile && readPushKey(config.webPushKeyFile).publicKey
    web.mount(files({ at, sessions, tokens }))
    web.mount(api({ at, tokens, pushKey }))
    web.mount(sngine(at, tokens))
    web.mount(evand({ at, tokens }))
    const ask = createOutgoing({ ownHosts: new Set(config.privateHosts) })
    web.mount(oneentry({ at, tokens, ask }))
    web.mount(payping({ at, tokens, openInvitation: invitationDoor(world) }))
    const demoApps = config.mode === 'development' ? await mountDemo(house, web, () => listening) : []
    listening = (await web.fastify.listen({ host: config.host, port: config.port })).replace('[::1]', 'localhost')
    const worker = startWorker(at, [...house.channels, channel])
    const sweeper = startSweeper(at)
    const stop = async () => {
      await web.fastify.close()
      await Promise.all([worker.stop(), sweeper.stop()])
      await house.close()
    }
    return { url: listening, publicUrl: publicUrl(), at, demoApps, stop }
  } catch (error) {
    await house.close()
    throw error
  }
}

/** The players of the demo, who are read in development alone: production has neither use nor room for them. */
async function mountDemo({ at, inbox }: House, web: Web, origin: () => string): Promise<string[]> {
  const { dev, introduce, partyOf, siteOf } = await import('./dialects/dev/index.ts')
  const demo = readDemo()
  web.mount(
    dev(
      at,
      inbox,
      siteOf(demo, origin),
      partyOf(demo, origin, () => at.publicUrl),
    ),
  )
  return introduce(demo)
}

async function refuseUnsafe(at: Ports): Promise<void> {
  const { testNumbers } = await messageSettings.read(at)
  if (testNumbers.length > 0) {
    throw new OperatorError('messages.testNumbers: not in production; diwan apply a file that makes it []')
  }
  const published = await findPublishedCredential(at)
  if (published) throw new OperatorError(`${published.what} is published with the source; ${published.mend}`)
}

async function readMetrics({ at, metrics }: House) {
  // A database that is gone takes no other figure away.
  const shown = await Promise.allSettled([showMoney(at), showAlarms(at)])
  const failed = shown.find((one) => one.status === 'rejected')
  if (failed) at.log.warn({ cause: String(failed.reason) }, 'what the metrics tell of the database could not be read')
  return { type: metrics.contentType, text: await metrics.text() }
}

/** Runs one of the operator's commands, or `diwan migrate`, on a database that is brought up to date first. */
export async function runCommand(
  config: Config,
  order: Order | 'migrate',
  print: (line: string) => void,
  showProgress?: (done: number, about: string) => void,
): Promise<void> {
  const house = openHouse(config, () => config.publicUrl ?? `http://${config.host}:${config.port}`)
  try {
    const ran = (await isMigrated(house.at.db)) ? [] : await migrateUrl(config.databaseUrl)
    if (order === 'migrate') print(ran.length > 0 ? `ran ${ran.join(', ')}` : 'nothing to do: the schema is current')
    else await runOrder(house.at, order, { config, gateways: house.gateways, print, showProgress, drawPushKey })
  } finally {
    await house.close()
  }
}
