import { fail } from './error.ts'

type Awaitable<T> = T | Promise<T>

/**
 * Where a client keeps tokens. Any store of texts will do: a cookie jar, a database, the keychain of a phone.
 *
 * @example
 * ```ts
 * const storage: TokenStorage = {
 *   get: (key) => redis.get(key),
 *   set: (key, value) => redis.set(key, value),
 *   remove: (key) => redis.del(key),
 * }
 * ```
 */
export interface TokenStorage {
  get(key: string): Awaitable<string | null | undefined>
  set(key: string, value: string): Awaitable<unknown>
  remove(key: string): Awaitable<unknown>
}

/** A name of one of the usual places, or your own. */
export type StorageChoice = 'memory' | 'session' | 'local' | TokenStorage

/** The browser’s own interface. */
interface WebStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/**
 * Keeps texts until the page or the process ends: nothing that runs later, and no other tab, can read them.
 *
 * @example
 * ```ts
 * const client = createClient({ issuer, clientId, storage: memoryStorage() })
 * ```
 */
export function memoryStorage(): TokenStorage {
  const kept = new Map<string, string>()
  return {
    get: (key) => kept.get(key),
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  }
}

/**
 * Keeps texts in `sessionStorage`, `localStorage`, or anything shaped like them.
 *
 * @example
 * ```ts
 * const client = createClient({ issuer, clientId, storage: webStorage(window.localStorage) })
 * ```
 */
export function webStorage(storage: WebStorage): TokenStorage {
  return {
    get: (key) => storage.getItem(key),
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
  }
}

/** @throws `client.no-storage` where the place has none, or the person has switched it off */
export function storageOf(choice: StorageChoice): TokenStorage {
  if (typeof choice === 'object') return choice
  if (choice === 'memory') return memoryStorage()
  try {
    const found = (globalThis as unknown as Record<string, WebStorage | undefined>)[`${choice}Storage`]
    if (found) return webStorage(found)
  } catch (cause) {
    fail('client.no-storage', `${choice}Storage may not be used here`, { cause })
  }
  return fail('client.no-storage', `There is no ${choice}Storage here`)
}

/** Whether others, such as tabs of the same origin, may read and write the same texts. */
export const isShared = (choice: StorageChoice): boolean => choice === 'local' || typeof choice === 'object'
