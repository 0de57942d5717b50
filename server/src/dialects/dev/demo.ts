import type { Language } from '../../kernel/index.ts'

/** The website that plays the demo app: what it knows of itself, and where it calls the portal. */
export interface Demo {
  readonly name: string
  readonly website: string
  readonly key: string
  readonly portalUrl: () => string
}

/** What the portal answers, whatever the verb. */
export interface PortalReply {
  ok: 0 | 1
  message: string
  data: Record<string, unknown>
}

/** Calls the member portal as PHP's example does, but by POST, so that no secret is part of an address. */
export async function callPortal(
  demo: Demo,
  verb: string,
  form: ReadonlyMap<string, string>,
  language: Language,
): Promise<PortalReply> {
  const ours = { website: demo.website, key: demo.key, do: verb, lang: language }
  const theirs = Object.fromEntries([...form].filter(([name]) => !(name in ours)))
  const response = await fetch(demo.portalUrl(), { method: 'POST', body: new URLSearchParams({ ...theirs, ...ours }) })
  return (await response.json()) as PortalReply
}
