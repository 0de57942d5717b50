import {
  approveApp,
  type CredentialKind,
  createApp,
  credentialKinds,
  findClaim,
  grantPermission,
  listApps,
  listInReview,
  type Permission,
  permissions,
  readApp,
  resumeApp,
  revokePermission,
  rotateCredential,
  sendBackApp,
  suspendApp,
} from '../../capabilities/apps/index.ts'
import type { Command } from './command.ts'
import { OperatorError, readAppliedFile } from './read-file.ts'

/** How long the secrets before a new one live on where nothing is said: a day to change over, seconds. */
const usualOverlap = 86_400

export const listAppsCommand: Command = {
  usage: 'app list [--in-review]',
  about: 'every app, its state and permissions; or those that wait for a review, the oldest first',
  options: { 'in-review': { type: 'boolean' } },
  takes: [0, 0],
  async run(at, _values, options, { print }) {
    for (const app of await (options['in-review'] ? listInReview(at) : listApps(at.db))) {
      print(`${app.id}  ${app.state}  ${app.name}  ${app.domains.join(' ')}  ${app.permissions.join(' ')}`)
      if (!options['in-review']) continue
      const claim = await findClaim(at, app.id)
      const facts = [app.description, app.logo, claim && `claims ${claim.domain}`, ...app.redirectUrls]
      for (const fact of facts) if (fact) print(`    ${fact}`)
    }
  },
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

export const approveCommand: Command = {
  usage: 'app approve <id>',
  about: 'serve an app that was handed in for review',
  takes: [1, 1],
  async run(at, [id = ''], _options, { print }) {
    print(`${id} is ${(await approveApp(at, id)).state}`)
  },
}

export const sendBackCommand: Command = {
  usage: 'app send-back <id> --reason <text>',
  about: 'give an app that was handed in back to its owner, who reads the reason',
  options: { reason: one },
  takes: [1, 1],
  async run(at, [id = ''], { reason = '' }, { print }) {
    const text = String(reason).trim()
    if (!text || text.length > 500) throw new OperatorError('--reason: of 1 to 500 characters')
    print(`${id} is ${(await sendBackApp(at, id, text)).state}`)
  },
}

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
