import type { Party } from './app/index.ts'
import type { Demo } from './demo.ts'

/** The published apps of the demo, as far as somebody plays them here. */
interface Published {
  readonly apps?: readonly {
    readonly id: string
    readonly name?: string
    readonly domains?: readonly string[]
    readonly portalKeys?: readonly string[]
    readonly clientSecrets?: readonly string[]
    readonly tokens?: readonly { readonly token: string }[]
  }[]
}

/** The apps in a line each: what the README's commands need. */
export const introduce = ({ apps = [] }: Published): string[] =>
  apps.map(({ id, name, domains: [website] = [], portalKeys: [key] = [] }) =>
    [`${id} (${name})`, ...(website && key ? [`website=${website}`, `key=${key}`] : [])].join('  '),
  )

/** The demo website plays the first app. */
export function siteOf({ apps: [app] = [] }: Published, origin: () => string): Demo {
  const { name = '', domains: [website = ''] = [], portalKeys: [key = ''] = [] } = app ?? {}
  return { name, website, key, portalUrl: () => `${origin()}/api/` }
}

/** The demo app at /dev/app plays the one that people log in to. */
export function partyOf({ apps = [] }: Published, serverUrl: () => string, publicUrl: () => string): Party {
  const app = apps.find(({ clientSecrets = [] }) => clientSecrets.length > 0)
  const { id = '', name = '', clientSecrets: [secret = ''] = [], tokens = [] } = app ?? {}
  return { id, name, secret, token: tokens[0]?.token ?? '', serverUrl, publicUrl }
}
