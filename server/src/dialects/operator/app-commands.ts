import {
  type CredentialKind,
  createApp,
  credentialKinds,
  grantPermission,
  listApps,
  type Permission,
  permissions,
  readApp,
  resumeApp,
  revokePermission,
  rotateCredential,
  suspendApp,
} from '../../capabilities/apps/index.ts'
import type { Command } from './command.ts'
import { OperatorError, readAppliedFile } from './read-file.ts'

/** How long the secrets before a new one live on where nothing is said: a day to change over, seconds. */
const usualOverlap = 86_400

export const listAppsCommand: Command['run'] = async (at, _values, _options, { print }) => {
  for (const app of await listApps(at.db)) {
    print(`${app.id}  ${app.state}  ${app.name}  ${app.domains.join(' ')}  ${app.permissions.join(' ')}`)
  }
}

const many = { type: 'string', multiple: true } as const
const one = { type: 'string' } as const

export const createAppCommand: Command = {
  usage: `app create <id> --name <name> [--domain <domain>]… [--permission <${permissions.join('|')}>]…
                   [--activation-url <url>] [--reset-url <url>] [--state draft|in-review|live]`,
  about: 'a new app; its secrets are shown once',
  options: { name: one, domain: many, permission: many, 'activation-url': one, 'reset-url': one, state: one },
  takes: [1, 1],
  async run(at, [id = ''], options, { config, print }) {
    const wish = {
      id,
      name: options.name ?? id,
      state: options.state ?? 'live',
      domains: options.domain ?? [],
      permissions: options.permission ?? [],
      ...(options['activation-url'] && { activationUrl: options['activation-url'] }),
      ...(options['reset-url'] && { resetUrl: options['reset-url'] }),
    }
    const checked = readAppliedFile('app create', JSON.stringify({ apps: [wish] }), config.mode).apps?.[0]
    if (!checked) return
    const { id: appId, name = appId, domains = [], permissions: allowed = [], state = 'live' } = checked
    const { activationUrl, resetUrl } = checked
    await createApp(at, appId, { name, domains, permissions: allowed, state, activationUrl, resetUrl })
    print(`created ${appId}`)
    for (const kind of kindsFor(allowed)) print(`${kind}: ${await rotateCredential(at, appId, kind, 0)}`)
  },
}

/** Which secrets an app of these permissions works with. */
const kindsFor = (allowed: readonly Permission[]): CredentialKind[] => [
  ...(allowed.includes('portal') ? (['portal-key'] as const) : []),
  ...(allowed.some((one) => one !== 'portal') ? (['client-secret'] as const) : []),
]

export const grantCommand = (verb: 'grant' | 'revoke'): Command => ({
  usage: `app ${verb} <id> <${permissions.join('|')}>…`,
  about: verb === 'grant' ? 'let an app do something' : 'let it no longer',
  takes: [2, 1 + permissions.length],
  async run(at, [id = '', ...wanted], _options, { print }) {
    const unknown = wanted.find((one) => !permissions.includes(one as Permission))
    if (unknown) throw new OperatorError(`${unknown}: no permission; there are ${permissions.join(', ')}`)
    const change = verb === 'grant' ? grantPermission : revokePermission
    for (const permission of wanted) await change(at, id, permission as Permission)
    print(`${id} may: ${(await readApp(at.db, id)).permissions.join(', ') || 'nothing'}`)
  },
})

export const stateCommand = (verb: 'suspend' | 'resume'): Command => ({
  usage: `app ${verb} <id>`,
  about: verb === 'suspend' ? 'stop serving an app, at once' : 'serve it again',
  takes: [1, 1],
  async run(at, [id = ''], _options, { print }) {
    const app = await (verb === 'suspend' ? suspendApp(at, id) : resumeApp(at, id))
    print(`${id} is ${app.state}`)
  },
})

export const rotateCommand: Command = {
  usage: `app rotate <id> <${credentialKinds.join('|')}> [--overlap <seconds>]`,
  about: `a new secret, shown once; those before it live on for the overlap (${usualOverlap} seconds)`,
  options: { overlap: one },
  takes: [2, 2],
  async run(at, [id = '', kind = ''], { overlap = String(usualOverlap) }, { print }) {
    if (!credentialKinds.includes(kind as CredentialKind)) {
      throw new OperatorError(`${kind}: no kind of secret; there are ${credentialKinds.join(', ')}`)
    }
    if (!/^\d{1,8}$/.test(String(overlap))) throw new OperatorError(`--overlap ${overlap}: not a number of seconds`)
    await readApp(at.db, id)
    print(`${kind}: ${await rotateCredential(at, id, kind as CredentialKind, Number(overlap))}`)
  },
}
