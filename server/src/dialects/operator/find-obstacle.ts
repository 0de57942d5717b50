import { findSecretHolder, listApps } from '../../capabilities/apps/index.ts'
import { findHolder } from '../../capabilities/users/index.ts'
import { findEmail, type Ports } from '../../kernel/index.ts'
import { secretsOf } from './read-file.ts'
import type { AppliedApp, AppliedFile } from './schema.ts'

/**
 * What the house, as it stands, would refuse of a file, with its place; looked for before anything is written, so that
 * nothing of such a file is.
 */
export async function findObstacle(at: Ports, { apps = [], users = [] }: AppliedFile): Promise<string | undefined> {
  const names = new Map((await listApps(at.db)).map((one) => [one.id, one.name]))
  const taken = new Map<string, string>()
  const owners = new Set(users.filter((one) => one.verified).map((one) => findEmail(one.email)))
  for (const [i, app] of apps.entries()) {
    const name = app.name ?? names.get(app.id) ?? app.id
    if ([...names].some(([id, other]) => id !== app.id && other === name)) return `apps[${i}].name: another app has it`
    names.set(app.id, name)
    const secret = await findTakenSecret(at, app, taken)
    if (secret) return `apps[${i}].${secret}: another app has it`
    const owner = app.owner && findEmail(app.owner)
    if (owner && !owners.has(owner) && (await findHolder(at.db, { kind: 'email', value: owner })) === undefined)
      return `apps[${i}].owner: no account has proven this address`
  }
  return undefined
}

/** The place of a secret that another app has, in the house or in the file (`taken`, which this fills). */
async function findTakenSecret(at: Ports, app: AppliedApp, taken: Map<string, string>): Promise<string | undefined> {
  const site = app.siteKey ? [{ kind: 'site-key' as const, place: 'siteKey', secret: app.siteKey }] : []
  for (const { kind, place, secret } of [...secretsOf(app), ...site]) {
    const holder = taken.get(`${kind} ${secret}`) ?? (await findSecretHolder(at, kind, secret))
    if (holder !== undefined && holder !== app.id) return place
    taken.set(`${kind} ${secret}`, app.id)
  }
  return undefined
}
