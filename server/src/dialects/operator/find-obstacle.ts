import { findSecretHolder, listApps } from '../../capabilities/apps/index.ts'
import { findEvent } from '../../capabilities/guests/index.ts'
import { houseSettings } from '../../capabilities/settings/index.ts'
import { findHolder } from '../../capabilities/users/index.ts'
import { findEmail, findMobile, type Ports } from '../../kernel/index.ts'
import { secretsOf } from './read-file.ts'
import type { AppliedApp, AppliedFile } from './schema.ts'

/**
 * What the house, as it stands, would refuse of a file, with its place; looked for before anything is written, so that
 * nothing of such a file is.
 */
export async function findObstacle(at: Ports, file: AppliedFile): Promise<string | undefined> {
  const { apps = [], users = [] } = file
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
  return findEventObstacle(at, file, names)
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

/** An event has an app, and keeps it; its guests have numbers. */
async function findEventObstacle(
  at: Ports,
  { events = [], settings = {} }: AppliedFile,
  apps: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const region = String(settings.region ?? (await houseSettings.read(at)).region)
  for (const [i, { id, app, guests = [] }] of events.entries()) {
    const standing = await findEvent(at.db, id)
    if (!standing && app === undefined) return `events[${i}].app: a new event belongs to an app`
    if (app !== undefined && !apps.has(app)) return `events[${i}].app: there is no such app`
    if (app !== undefined && standing && standing.appId !== app) return `events[${i}].id: an event of another app`
    const wrong = guests.findIndex((text) => !findMobile(text, region))
    if (wrong >= 0) return `events[${i}].guests[${wrong}]: not a phone number`
  }
  return undefined
}
