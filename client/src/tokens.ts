import { DiwanError, fail, isDiwanError } from './error.ts'
import { chooseLock } from './lock.ts'
import type { TokenStorage } from './storage.ts'
import { type Channel, page, type World } from './world.ts'

/** What every kind of session keeps. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  /** Epoch ms of this device’s clock; undefined where only the server knows. */
  readonly expiresAt?: number | undefined
}

/** Tokens in a storage that tabs may share, renewed by one of them at a time. */
export interface Keeper<T extends Tokens> {
  read(): Promise<T | undefined>
  write(tokens: T): Promise<void>
  /** Forgets them, and answers what they were. */
  clear(): Promise<T | undefined>
  /**
   * Tokens that are good for a while: those at hand, or renewed ones.
   *
   * @throws `session.absent`, `session.expired`, `session.revoked`, `network.*`, `server.*`
   */
  fresh(): Promise<T>
  /** Renewed ones, unless others than these have come meanwhile. */
  renew(stale: T): Promise<T>
  /** Calls back when they come, change or go, here or in another tab; answers how to end it. */
  onChange(listener: (tokens: T | undefined) => void): () => void
  /** Closes the line to other tabs. */
  close(): void
}

export interface Keeping<T extends Tokens> {
  readonly world: World
  readonly storage: TokenStorage
  readonly shared: boolean
  readonly key: string
  /** Asks the server for the successors. */
  readonly exchange: (tokens: T & { readonly refreshToken: string }) => Promise<T>
  /** Whether an error of it says that the refresh token is good for nothing any more. */
  readonly isEnd: (error: unknown) => boolean
}

/** Said to other tabs, to which the word may come before the storage tells them the same. */
const gone = 'gone'

/** Tokens that end sooner are renewed before use, ms: a request takes its time, and clocks run apart. */
const margin = 30_000

export function keepTokens<T extends Tokens>({ world, storage, shared, key, ...of }: Keeping<T>): Keeper<T> {
  const listeners = new Set<(tokens: T | undefined) => void>()
  const channel = shared ? openChannel(key) : undefined
  const alone = chooseLock({ world, storage, shared, name: `${key} lock` })
  const read = async (): Promise<T | undefined> => parseTokens(await storage.get(key))
  const tell = (tokens: T | undefined) => {
    for (const listener of listeners) listener(tokens)
  }
  const put = async (tokens: T | undefined): Promise<void> => {
    if (tokens) await storage.set(key, JSON.stringify(tokens))
    else await storage.remove(key)
    channel?.postMessage(tokens ? 'changed' : gone)
    tell(tokens)
  }
  if (channel) channel.onmessage = ({ data }) => (data === gone ? tell(undefined) : void read().then(tell))

  /** Runs alone: whoever waited finds what the one before has brought. */
  const renewAlone = async (stale: T): Promise<T> => {
    const held = (await read()) ?? fail('session.absent', 'Nobody is signed in any more')
    if (held.accessToken !== stale.accessToken) return held
    if (!hasRefreshToken(held)) {
      await put(undefined)
      return fail('session.expired', 'The session is over')
    }
    try {
      const next = await exchangeOrRepeat(() => of.exchange(held))
      await put(next)
      return next
    } catch (error) {
      if (!of.isEnd(error)) throw error
      // A tab that shares no lock with us may have been faster; then its tokens are the good ones.
      const now = await read()
      if (now && now.accessToken !== held.accessToken) return now
      await put(undefined)
      throw new DiwanError('session.revoked', { message: 'The session was ended', cause: error })
    }
  }
  let renewing: Promise<T> | undefined
  const renew = (stale: T): Promise<T> => {
    renewing ??= alone(() => renewAlone(stale)).finally(() => {
      renewing = undefined
    })
    return renewing
  }
  return {
    read,
    renew,
    write: (tokens) => alone(() => put(tokens)),
    clear: () =>
      alone(async () => {
        const held = await read()
        await put(undefined)
        return held
      }),
    async fresh() {
      const held = (await read()) ?? fail('session.absent', 'Nobody is signed in')
      const ends = held.expiresAt ?? Number.POSITIVE_INFINITY
      return ends - margin > world.now() ? held : renew(held)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => channel?.close(),
  }
}

/** An answer that was lost on the way may be asked for once more: the same token gives the same successor. */
async function exchangeOrRepeat<T>(exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange()
  } catch (error) {
    if (!isDiwanError(error, 'network.failed')) throw error
    return exchange()
  }
}

const hasRefreshToken = <T extends Tokens>(tokens: T): tokens is T & { refreshToken: string } =>
  typeof tokens.refreshToken === 'string'

/** Whatever else stands in the storage is as good as nothing. */
function parseTokens<T extends Tokens>(text: string | null | undefined): T | undefined {
  try {
    const value = JSON.parse(text ?? 'null') as T | null
    return typeof value?.accessToken === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

function openChannel(key: string): Channel | undefined {
  const channel = page.BroadcastChannel && new page.BroadcastChannel(key)
  channel?.unref?.()
  return channel
}
