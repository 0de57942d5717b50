import { findHolders } from '../../capabilities/apps/index.ts'
import { hasPublishedPassword } from '../../capabilities/passwords/index.ts'
import type { Ports } from '../../kernel/index.ts'

/**
 * SHA-256 of every secret that a release of ours has published, in base64url: those of `examples/demo.json`, and of
 * its earlier versions. A test keeps the list complete.
 */
export const publishedHashes: ReadonlySet<string> = new Set([
  'TybNQ2W5XZWhJm2cg6SUKTAiXnCVey4wANp2IWdhRCE',
  '2RxoWxPT5HK2yxu2aDrpTya4KgN5qpbGKfTICGmpCM0',
  'hFuBKSoJANnwIkoD_5Do_q4NVan8ydMfoQlAJw_g7T4',
  'wW686SRCWT1HZgEtr_-1E4dkhK4a8l1JGxnH73wig88',
])

export interface Published {
  what: string
  /** The line that mends it. */
  mend: string
}

/** A published credential that opens something here, for the refusal to start in production; undefined when none does. */
export async function findPublishedCredential(at: Pick<Ports, 'db' | 'clock'>): Promise<Published | undefined> {
  const [holder] = await findHolders(at, [...publishedHashes])
  if (holder) {
    const mend = `replace it: diwan app rotate ${holder.appId} ${holder.kind} --overlap 0`
    return { what: `the ${holder.kind} of the app “${holder.appId}”`, mend }
  }
  if (await hasPublishedPassword(at)) {
    return {
      what: 'the password of an account that an applied file made',
      mend: 'change that password, or begin with an empty DATABASE_URL',
    }
  }
  return undefined
}
