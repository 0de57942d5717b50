import type { Caller } from './call.ts'
import { defaultLanguage, unwrapLanguage, wrapLanguage } from './language.ts'
import type { User, UserBody } from './shapes.ts'

/** The person who signed in by `AuthProvider.auth`. */
export interface Users {
  /**
   * Who it is, with the answers to the form.
   *
   * @throws `session.*`
   * @example
   * ```ts
   * const { identifier, formData } = await client.Users.getUser('fa_IR')
   * ```
   */
  getUser(langCode?: string): Promise<User>
  /**
   * Changes what is given; what is absent stays.
   *
   * @throws `session.*`; `input.*`, with the wrong fields in `fields`
   * @example
   * ```ts
   * await client.Users.updateUser({ formIdentifier: 'reg', formData: [{ marker: 'name', type: 'string', value: 'سارا' }] }, 'fa_IR')
   * ```
   */
  updateUser<F extends object = never>(body: UserBody<F>, langCode?: string): Promise<boolean>
  /**
   * Closes the account; what it held is kept for a while.
   *
   * @throws `session.*`
   * @example
   * ```ts
   * await client.Users.archiveUser()
   * ```
   */
  archiveUser(): Promise<boolean>
  /**
   * Erases the account with all it held.
   *
   * @throws `session.*`
   * @example
   * ```ts
   * if (confirm('For ever?')) await client.Users.deleteUser()
   * ```
   */
  deleteUser(): Promise<boolean>
  /**
   * Lets pushes come to a device.
   *
   * @throws `session.*`
   * @example
   * ```ts
   * await client.Users.addFCMToken(await getToken(messaging))
   * ```
   */
  addFCMToken(token: string): Promise<boolean>
  /**
   * Ends pushes to a device.
   *
   * @throws `session.*`
   * @example
   * ```ts
   * await client.Users.deleteFCMToken(token)
   * ```
   */
  deleteFCMToken(token: string): Promise<boolean>
}

const me = ['users', 'me'] as const

export const users = ({ asPerson, keeper }: Caller): Users => {
  const leave = async (path: readonly string[]): Promise<boolean> => {
    const done = await asPerson<boolean>({ method: 'DELETE', path })
    await keeper.clear()
    return done
  }
  return {
    getUser: async (langCode = defaultLanguage) =>
      unwrapLanguage(await asPerson({ method: 'GET', path: me, query: { langCode } }), langCode) as User,
    updateUser: (body, langCode = defaultLanguage) =>
      asPerson({ method: 'PUT', path: me, json: { ...wrapLanguage(body, langCode), langCode } }),
    archiveUser: () => leave(me),
    deleteUser: () => leave([...me, 'account']),
    addFCMToken: (token) => asPerson({ method: 'POST', path: [...me, 'fcm-token', token] }),
    deleteFCMToken: (token) => asPerson({ method: 'DELETE', path: [...me, 'fcm-token', token] }),
  }
}
