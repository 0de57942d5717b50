import {
  issueToken,
  listCredentials,
  type Permission,
  permissions,
  readApp,
  revokeCredential,
} from '../../capabilities/apps/index.ts'
import { spellInstant } from '../../kernel/index.ts'
import type { Command } from './command.ts'
import { OperatorError } from './read-file.ts'

export const tokenCommand: Command = {
  usage: 'app token <id> --permission <permission>… [--expires <date>] [--name <name>]',
  about: 'a long-lived token for a part of what the app may do, shown once',
  options: {
    permission: { type: 'string', multiple: true },
    expires: { type: 'string' },
    name: { type: 'string' },
  },
  takes: [1, 1],
  async run(at, [id = ''], { permission = [], expires, name }, { print }) {
    const wanted = permission as string[]
    const unknown = wanted.find((one) => !permissions.includes(one as Permission))
    if (unknown) throw new OperatorError(`${unknown}: no permission; there are ${permissions.join(', ')}`)
    const expiresAt = expires === undefined ? undefined : Date.parse(String(expires))
    if (Number.isNaN(expiresAt)) throw new OperatorError(`--expires ${expires}: no date such as 2027-01-31`)
    const wish = { name: name === undefined ? undefined : String(name), permissions: wanted as Permission[], expiresAt }
    print(`token: ${(await issueToken(at, id, wish)).token}`)
  },
}

export const listSecretsCommand: Command = {
  usage: 'app tokens <id>',
  about: 'the secrets of an app that are in force, by their first characters',
  takes: [1, 1],
  async run(at, [id = ''], _options, { print }) {
    await readApp(at.db, id)
    for (const one of await listCredentials(at, id)) {
      const facts = [
        one.name && `“${one.name}”`,
        one.permissions?.join(' '),
        `since ${spellInstant(one.createdAt)}`,
        one.expiresAt && `until ${spellInstant(one.expiresAt)}`,
        one.lastUsedAt ? `used ${spellInstant(one.lastUsedAt)}` : 'never used',
      ]
      print(`${one.id}  ${one.kind}  ${one.prefix}…  ${facts.filter(Boolean).join('  ')}`)
    }
  },
}

export const revokeSecretCommand: Command = {
  usage: 'app revoke-secret <id> <secret’s id or first characters>',
  about: 'end one secret of an app, at once',
  takes: [2, 2],
  async run(at, [id = '', which = ''], _options, { print }) {
    const found = (await listCredentials(at, id)).filter((one) => one.id === which || one.prefix === which)
    if (found.length > 1) throw new OperatorError(`${which}: ${found.length} secrets begin so; name one by its id`)
    const [secret] = found
    if (!secret || !(await revokeCredential(at, id, secret.id))) {
      throw new OperatorError(`${which}: no secret of ${id} in force; see diwan app tokens ${id}`)
    }
    print(`${secret.kind} ${secret.prefix}… opens nothing any more`)
  },
}
