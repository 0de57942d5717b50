import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type App, listApps } from '../../capabilities/apps/index.ts'
import { listDeadLetters, messageSettings } from '../../capabilities/messages/index.ts'
import { passwordSettings } from '../../capabilities/passwords/index.ts'
import { readSetting } from '../../capabilities/settings/index.ts'
import { spendingSettings } from '../../capabilities/spending/index.ts'
import type { Ports } from '../../kernel/index.ts'
import { findPublishedCredential } from './published.ts'

/** What the doctor looks at besides the database. */
export interface Surroundings {
  readonly mode: 'development' | 'production'
  readonly publicUrl: string | undefined
  readonly databaseUrl: string
  readonly secrets: readonly string[]
  readonly smtpUrl: string | undefined
  readonly smsUrl: string | undefined
  readonly fcmKeyFile: string | undefined
  readonly webPushKeyFile: string | undefined
  readonly trustProxy: boolean | string
  readonly logLevel: string
}

export interface Finding {
  problem: string
  /** The line that mends it. */
  mend: string
}

/** Everything that is unsafe for production, in words. */
export async function diagnose(at: Ports, around: Surroundings): Promise<Finding[]> {
  const apps = await listApps(at.db)
  return [
    ...lookAround(around),
    ...lookAtGateways(around, apps),
    ...(around.smsUrl ? await lookAtMoney(at) : []),
    ...(await lookInside(at)),
    ...apps.flatMap(lookAtApp),
  ]
}

function lookAround(around: Surroundings): Finding[] {
  const findings: [boolean, string, string][] = [
    [
      around.mode === 'development',
      'the mode is development: messages go to an inbox that anybody on this machine reads',
      'DIWAN_MODE=production',
    ],
    [
      around.secrets.length === 0,
      'the root of the keyring lies beside the data: a copy of the folder opens everything',
      'DIWAN_SECRET="$(openssl rand -base64 32)", kept elsewhere',
    ],
    [
      !around.publicUrl?.startsWith('https://'),
      'people reach the server without https: passwords and keys travel in clear',
      'PUBLIC_URL=https://…, behind a proxy that ends TLS',
    ],
    [
      around.publicUrl?.startsWith('https://') === true && around.trustProxy === false,
      'no proxy is trusted, but one must end TLS: callers by plain http look like local ones, or everybody is refused',
      'TRUST_PROXY=<address of your proxy>, which sets X-Forwarded-For and X-Forwarded-Proto',
    ],
    [!around.smtpUrl, 'e-mails have no way out', 'SMTP_URL=smtps://user:password@mail.example:465'],
    [
      /^smtp:/.test(around.smtpUrl ?? '') && !isLocal(around.smtpUrl),
      'e-mails, with links and passwords in them, may leave in clear',
      'SMTP_URL=smtps://…',
    ],
    [
      around.trustProxy === true,
      'TRUST_PROXY=true believes anybody who names an address for themselves',
      'TRUST_PROXY=<address of your proxy>',
    ],
    [
      /^postgres/.test(around.databaseUrl) &&
        !isLocal(around.databaseUrl) &&
        !/sslmode=(require|verify)/.test(around.databaseUrl),
      'the way to the database is not encrypted',
      'DATABASE_URL=…?sslmode=verify-full',
    ],
    [isOpen(around.databaseUrl), 'others on this machine can read the database file', `chmod -R go= "$DATA_DIR"`],
    [around.logLevel === 'silent', 'nothing is logged', 'LOG_LEVEL=info'],
  ]
  return findings.filter(([wrong]) => wrong).map(([, problem, mend]) => ({ problem, mend }))
}

/** Permissions that are worth nothing without text messages. */
const texting = ['codes:send', 'guests:enter'] as const

function lookAtGateways({ smsUrl = '', fcmKeyFile, webPushKeyFile }: Surroundings, apps: readonly App[]): Finding[] {
  const texts = apps.some(
    ({ state, permissions }) => state === 'live' && texting.some((one) => permissions.includes(one)),
  )
  const files = [
    ...smsUrl.split(/\s+/).filter((one) => one.startsWith('file:')),
    ...[fcmKeyFile, webPushKeyFile].filter((one) => one !== undefined),
  ]
  const open = files.map((one) => one.replace(/^file:/, '')).find(isReadable)
  const plain = smsUrl.split(/\s+/).some((one) => /^http:|[?&]url=http:/.test(one) && !isLocal(one))
  const findings: [boolean, string, string][] = [
    [texts && !smsUrl, 'text messages have no way out, and apps may ask for them', 'SMS_URL=kavenegar://KEY@SENDER'],
    [plain, 'text messages, with codes in them, leave in clear', 'SMS_URL=https://…'],
    [open !== undefined, `others on this machine can read ${open}, which holds credentials`, `chmod go= ${open}`],
  ]
  return findings.filter(([wrong]) => wrong).map(([, problem, mend]) => ({ problem, mend }))
}

async function lookAtMoney(at: Ports): Promise<Finding[]> {
  const { price, prices, moneyPerDay, regions } = await spendingSettings.read(at)
  const free = price === 0 && prices.every((one) => one.price === 0)
  const findings: [boolean, string, string][] = [
    [
      moneyPerDay === 0 || free,
      'nothing stops the money that text messages cost in a day',
      applying('"spending.price": …, "spending.moneyPerDay": …'),
    ],
    [
      regions.includes('*'),
      'codes are sent to numbers of every country, which others can earn by',
      applying('"spending.regions": ["…"]'),
    ],
  ]
  return findings.filter(([wrong]) => wrong).map(([, problem, mend]) => ({ problem, mend }))
}

async function lookInside(at: Ports): Promise<Finding[]> {
  const published = await findPublishedCredential(at)
  const { from, testNumbers } = await messageSettings.read(at)
  const { refuseCommon, minimumLength } = await passwordSettings.read(at)
  const dead = (await listDeadLetters(at)).length
  const findings: [boolean, string, string][] = [
    [published !== undefined, `${published?.what} is published with the source`, published?.mend ?? ''],
    [
      /@localhost/.test(from),
      'e-mails name no real sender, and will be taken for spam',
      applying('"messages.from": "Your name <no-reply@your.domain>"'),
    ],
    [
      testNumbers.length > 0,
      'messages to test numbers are sent to nobody, and production does not start',
      applying('"messages.testNumbers": []'),
    ],
    [!refuseCommon, 'the most common passwords are accepted', applying('"passwords.refuseCommon": true')],
    [
      minimumLength < 8,
      `passwords of ${minimumLength} characters are accepted`,
      applying('"passwords.minimumLength": 8'),
    ],
    [
      (await readSetting(at, 'portal.allowPlainHttp')) === true,
      'keys and passwords are accepted over plain http',
      applying('"portal.allowPlainHttp": false'),
    ],
    [dead > 0, `${dead} messages were given up`, 'diwan messages list'],
  ]
  return findings.filter(([wrong]) => wrong).map(([, problem, mend]) => ({ problem, mend }))
}

function lookAtApp(app: App): Finding[] {
  if (app.state === 'suspended') return []
  const { id, policy, activationUrl, resetUrl, permissions } = app
  const inApp = (line: string) => `diwan apply a file with { "apps": [{ "id": "${id}", ${line} }] }`
  const portal = permissions.includes('portal') && policy.portal !== false
  const plain = [activationUrl, resetUrl].some((url) => url?.startsWith('http:') && !isLocal(url))
  const own = [activationUrl, resetUrl].some((url) => url?.startsWith('/dev/'))
  const minimum = policy.passwordMinimumLength ?? 8
  const findings: [boolean, string, string][] = [
    [
      portal && !activationUrl,
      `${id} declares no activation page, so nobody can register`,
      inApp('"activationUrl": "https://…"'),
    ],
    [portal && !resetUrl, `${id} declares no reset page, so nobody can recover`, inApp('"resetUrl": "https://…"')],
    [
      plain,
      `${id} receives activation or reset codes without https`,
      inApp('"activationUrl": "https://…", "resetUrl": "https://…"'),
    ],
    [
      own,
      `${id} sends people to a page of development mode`,
      inApp('"activationUrl": "https://…", "resetUrl": "https://…"'),
    ],
    [
      policy.refuseCommonPasswords === false,
      `${id} accepts the most common passwords`,
      inApp('"refuseCommonPasswords": true'),
    ],
    [minimum < 8, `${id} accepts passwords of ${minimum} characters`, inApp('"passwordMinimumLength": 8')],
    [
      permissions.includes('guests:enter'),
      `${id} lets guests in by codes of 5 digits (codes.md: 1.1 accounts in 10,000 a day under a spray, once)`,
      `diwan app revoke ${id} guests:enter, where its clients can take 6 digits`,
    ],
  ]
  return findings.filter(([wrong]) => wrong).map(([, problem, mend]) => ({ problem, mend }))
}

const applying = (line: string): string => `diwan apply a file with { "settings": { ${line} } }`

const isLocal = (url = ''): boolean => /(@|\/\/)(127\.\d+\.\d+\.\d+|localhost|\[::1\])([:/?]|$)/.test(url)

const isReadable = (path: string): boolean => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o044) !== 0

/** Others may read the file, and reach it through its folder. */
function isOpen(databaseUrl: string): boolean {
  if (!databaseUrl.startsWith('file:')) return false
  const path = databaseUrl.slice(5).split('?')[0] ?? ''
  const mode = (of: string) => statSync(of, { throwIfNoEntry: false })?.mode ?? 0
  return (mode(path) & 0o044) !== 0 && (mode(dirname(path)) & 0o011) !== 0
}
