import { isIP } from 'node:net'
import { type Static, Type } from 'typebox'
import { Check, Errors } from 'typebox/schema'

const text = (about: string) => Type.Optional(Type.String({ minLength: 1, description: about }))

/** Every environment variable the server reads. */
const Environment = Type.Object({
  DIWAN_MODE: Type.Optional(
    Type.Enum(['development', 'production'], {
      description: 'development or production; production unless said otherwise',
    }),
  ),
  HOST: text('Address to listen on; 127.0.0.1 by default'),
  PORT: Type.Optional(
    Type.String({ pattern: '^\\d{1,5}$', description: 'Port to listen on; 3000 by default, 0 for any' }),
  ),
  PUBLIC_URL: Type.Optional(
    Type.String({ pattern: '^https?://[^/?#\\s]+/?$', description: 'Our own origin, as people and apps see it' }),
  ),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^(file:|postgres(ql)?://).+',
      description: 'file:PATH or postgres://…; a file in DATA_DIR by default',
    }),
  ),
  DATA_DIR: text('Folder of the database file, the uploaded files and the development secret; ./data by default'),
  FILES_URL: Type.Optional(
    Type.String({
      pattern: '^(file:.+|s3://[^\\s]+)$',
      description:
        'Where uploaded files are kept: file:PATH, or s3://KEY:SECRET@BUCKET/PREFIX?region=…&endpoint=…&pathStyle=true; the folder files in DATA_DIR by default',
    }),
  ),
  DIWAN_SECRET: Type.Optional(
    Type.String({
      pattern: '^[^,]+(,[^,]+)*$',
      description:
        'Root of the keyring, in production at least 32 characters; while it is being replaced, the new one, a comma, the old one',
    }),
  ),
  SMTP_URL: Type.Optional(
    Type.String({ pattern: '^smtps?://.+', description: 'Where e-mails leave: smtp:// or smtps://' }),
  ),
  SMS_URL: Type.Optional(
    Type.String({
      pattern: '^\\s*([a-z-]+://\\S+|file:\\S+)(\\s+([a-z-]+://\\S+|file:\\S+))*\\s*$',
      description:
        'Where text messages leave: kavenegar://KEY@SENDER, twilio://SID:TOKEN@SENDER, https://TOKEN@HOST/PATH, file:PATH …; several with spaces between them are tried in turn',
    }),
  ),
  FCM_KEY_FILE: text('Path of the JSON key of a service account by which pushes leave through Firebase'),
  WEB_PUSH_KEY_FILE: text('Path of the key that diwan keys web-push made, by which pushes to browsers are signed'),
  OUTGOING_PRIVATE_HOSTS: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9.:-]+(,[A-Za-z0-9.:-]+)*$',
      description:
        'Hosts of gateways that may be at loopback or private addresses, with commas between them; none by default',
    }),
  ),
  TRUST_PROXY: text('true, or the addresses of proxies whose X-Forwarded-* headers count'),
  LOG_LEVEL: Type.Optional(
    Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      description: 'trace, debug, info, warn, error or silent; info by default',
    }),
  ),
})

export interface Config {
  readonly mode: 'development' | 'production'
  readonly host: string
  readonly port: number
  /** Undefined: the address that is listened on. */
  readonly publicUrl: string | undefined
  readonly databaseUrl: string
  readonly dataDir: string
  /** Undefined: the folder `files` in the data folder. */
  readonly filesUrl: string | undefined
  /** Newest first; empty: kept in the data folder (development only). */
  readonly secrets: readonly string[]
  readonly smtpUrl: string | undefined
  readonly smsUrl: string | undefined
  readonly fcmKeyFile: string | undefined
  readonly webPushKeyFile: string | undefined
  readonly privateHosts: readonly string[]
  readonly trustProxy: boolean | string
  readonly logLevel: string
}

/** A configuration that cannot be used; its message is the one line to print. */
export class ConfigError extends Error {}

/**
 * Reads the configuration, whole or not at all.
 *
 * @throws ConfigError naming the variable, never its value
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const names = Object.keys(Environment.properties)
  const given = Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]))
  if (!Check(Environment, given)) {
    return refuseValue(Errors(Environment, given)[1][0]?.instancePath.slice(1) ?? '')
  }
  const wrong = Object.entries(shapes).find(([name, fits]) => env[name] && !fits(env[name]))
  if (wrong) refuseValue(wrong[0])
  const config = configOf(given)
  if (config.port > 65_535) throw new ConfigError('PORT: not a value it can have (at most 65535)')
  if (config.mode === 'production') checkProduction(config)
  else if (!isLoopback(config.host)) {
    throw new ConfigError(
      'HOST: development mode listens on loopback only (set DIWAN_MODE=production, or HOST=127.0.0.1)',
    )
  }
  return Object.freeze(config)
}

function refuseValue(name: string): never {
  const about = Object.fromEntries(configReference())[name] ?? 'unknown'
  throw new ConfigError(`${name}: not a value it can have (${about})`)
}

/** What a pattern cannot say of a value. */
const shapes: Record<string, (value: string) => boolean> = {
  DATABASE_URL: (url) => url.startsWith('file:') || URL.canParse(url),
  FILES_URL: (url) => url.startsWith('file:') || (URL.canParse(url) && new URL(url).hostname !== ''),
  SMTP_URL: (url) => URL.canParse(url) && new URL(url).hostname !== '',
  TRUST_PROXY: (list) => /^(true|false)$/.test(list) || list.split(',').every((one) => isNetwork(one.trim())),
}

function isNetwork(text: string): boolean {
  const [address = '', prefix = '1', ...more] = text.split('/')
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? 0
  const named = /^(loopback|linklocal|uniquelocal)$/.test(text)
  return named || (more.length === 0 && /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits)
}

function configOf(given: Static<typeof Environment>): Config {
  const dataDir = given.DATA_DIR ?? './data'
  return {
    mode: given.DIWAN_MODE ?? 'production',
    host: given.HOST ?? '127.0.0.1',
    port: Number(given.PORT ?? 3000),
    publicUrl: given.PUBLIC_URL?.replace(/\/$/, ''),
    databaseUrl: given.DATABASE_URL ?? `file:${dataDir}/diwan.db`,
    dataDir,
    filesUrl: given.FILES_URL,
    secrets: given.DIWAN_SECRET?.split(',') ?? [],
    smtpUrl: given.SMTP_URL,
    smsUrl: given.SMS_URL,
    fcmKeyFile: given.FCM_KEY_FILE,
    webPushKeyFile: given.WEB_PUSH_KEY_FILE,
    privateHosts: given.OUTGOING_PRIVATE_HOSTS?.toLowerCase().split(',') ?? [],
    trustProxy: { true: true, false: false }[given.TRUST_PROXY ?? 'false'] ?? given.TRUST_PROXY ?? false,
    logLevel: given.LOG_LEVEL ?? 'info',
  }
}

/** What 32 bytes of base64 exceed, and a word somebody thought of does not. */
const fewestSecretCharacters = 32

function checkProduction(config: Config): void {
  if (config.secrets.length === 0) {
    throw new ConfigError('DIWAN_SECRET: required in production (make one: openssl rand -base64 32)')
  }
  if (config.secrets.some((secret) => secret.length < fewestSecretCharacters)) {
    throw new ConfigError(`DIWAN_SECRET: at least ${fewestSecretCharacters} characters in production`)
  }
  if (!config.publicUrl) throw new ConfigError('PUBLIC_URL: required in production (https://id.example.com, say)')
}

const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)

/** The variables and their meaning, for the reference page. */
export const configReference = (): [name: string, about: string][] =>
  Object.entries(Environment.properties).map(([name, schema]) => [
    name,
    (schema as { description?: string }).description ?? '',
  ])
