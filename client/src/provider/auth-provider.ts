import { DiwanError, isDiwanError } from '../error.ts'
import { type Call, type Caller, providerPath, tokensOf } from './call.ts'
import { defaultLanguage, unwrapLanguage, wrapLanguage } from './language.ts'
import type { ActiveSession, AuthBody, AuthEntity, OAuthBody, Provider, SignedUp, SignUpBody } from './shapes.ts'

/** Registers people by a form and signs them in, through the provider that a marker names. */
export interface AuthProvider {
  /**
   * Registers a person. Where the provider wants activation, a code goes out by what `notificationData` names.
   *
   * @throws `input.*`, with the wrong fields in `fields`; `limits.exhausted`, `pages.not-found` for an unknown provider
   * @example
   * ```ts
   * const user = await client.AuthProvider.signUp('email', {
   *   formIdentifier: 'reg',
   *   authData: [{ marker: 'login', value: 'sara@example.com' }, { marker: 'password', value: password }],
   *   formData: [{ marker: 'name', type: 'string', value: 'Sara' }],
   *   notificationData: { email: 'sara@example.com', phonePush: [] },
   * }, 'en_US')
   * ```
   */
  signUp<F extends object = never>(marker: string, body: SignUpBody<F>, langCode?: string): Promise<SignedUp>
  /**
   * Sends a code. The answer is the same for people who are unknown.
   *
   * @throws `limits.exhausted`, and the code before stays good
   * @example
   * ```ts
   * await client.AuthProvider.generateCode('email', 'sara@example.com', 'user_registration')
   * ```
   */
  generateCode(marker: string, userIdentifier: string, eventIdentifier: string): Promise<void>
  /**
   * Whether a code is right; it stays good for what it was sent for.
   *
   * @throws `limits.exhausted` after five wrong ones
   * @example
   * ```ts
   * if (await client.AuthProvider.checkCode('email', login, 'user_registration', code)) next()
   * ```
   */
  checkCode(marker: string, userIdentifier: string, eventIdentifier: string, code: string): Promise<boolean>
  /**
   * Makes an account active by its code.
   *
   * @throws `input.refused` for a wrong code; `limits.exhausted`
   * @example
   * ```ts
   * await client.AuthProvider.activateUser('email', 'sara@example.com', code)
   * ```
   */
  activateUser(marker: string, userIdentifier: string, code: string): Promise<boolean>
  /**
   * Signs in, and keeps the tokens for `Users` and what else asks as the person.
   *
   * @throws `passwords.wrong` for a wrong login, password or code, and an account that is not active; `limits.exhausted`
   * @example
   * ```ts
   * await client.AuthProvider.auth('email', { authData: [{ marker: 'login', value }, { marker: 'password', value: password }] })
   * ```
   */
  auth(marker: string, body: AuthBody): Promise<AuthEntity>
  /**
   * Renews tokens by hand, and keeps them. Calls of `Users` renew by themselves.
   *
   * @throws `session.*`
   * @example
   * ```ts
   * const tokens = await client.AuthProvider.refresh('email', refreshToken)
   * ```
   */
  refresh(marker: string, refreshToken: string): Promise<AuthEntity>
  /**
   * Ends this session. The kept tokens are forgotten whatever the server answers.
   *
   * @example
   * ```ts
   * await client.AuthProvider.logout('email')
   * ```
   */
  logout(marker: string, refreshToken?: string): Promise<boolean>
  /**
   * Ends every session of the person.
   *
   * @example
   * ```ts
   * await client.AuthProvider.logoutAll('email')
   * ```
   */
  logoutAll(marker: string): Promise<boolean>
  /**
   * Sets a new password by a code. Every session of the person ends.
   *
   * @param type 1 to change, 2 to recover
   * @throws `input.refused` for a wrong code or a password that may not be; `limits.exhausted`
   * @example
   * ```ts
   * await client.AuthProvider.changePassword('email', login, 'password_reset', 2, code, password, password)
   * ```
   */
  changePassword(
    marker: string,
    userIdentifier: string,
    eventIdentifier: string,
    type: 1 | 2,
    code: string,
    newPassword: string,
    repeatPassword?: string,
  ): Promise<boolean>
  /**
   * The ways to register and sign in.
   *
   * @example
   * ```ts
   * const providers = await client.AuthProvider.getAuthProviders('fa_IR')
   * ```
   */
  getAuthProviders(langCode?: string, offset?: number, limit?: number): Promise<readonly Provider[]>
  /**
   * One of them.
   *
   * @throws `pages.not-found`
   * @example
   * ```ts
   * const { formIdentifier, isCheckCode } = await client.AuthProvider.getAuthProviderByMarker('email')
   * ```
   */
  getAuthProviderByMarker(marker: string, langCode?: string): Promise<Provider>
  /**
   * Where the person is signed in.
   *
   * @throws `session.*`
   * @example
   * ```ts
   * const sessions = await client.AuthProvider.getActiveSessionsByMarker('email')
   * ```
   */
  getActiveSessionsByMarker(marker: string): Promise<readonly ActiveSession[]>
  /**
   * Signs in by what an upstream OpenID provider gave, and keeps the tokens.
   *
   * @example
   * ```ts
   * await client.AuthProvider.oauth('google', { client_id, client_secret: '', code, grant_type: 'authorization_code', redirect_uri })
   * ```
   */
  oauth(marker: string, body: OAuthBody, langCode?: string): Promise<AuthEntity>
}

type Verb = (marker: string, ...verb: string[]) => Pick<Call, 'path'>

const at: Verb = (marker, ...verb) => ({ path: [providerPath, 'marker', marker, ...verb] })
const ofUsers: Verb = (marker, verb = '') => at(marker, 'users', verb)

export const authProvider = (caller: Caller): AuthProvider => ({
  ...registering(caller),
  ...authenticating(caller),
  getAuthProviders: async (langCode = defaultLanguage, offset = 0, limit = 30) =>
    unwrapLanguage(
      await caller.asApp({ method: 'GET', path: [providerPath], query: { langCode, offset, limit } }),
      langCode,
    ) as readonly Provider[],
  getAuthProviderByMarker: async (marker, langCode = defaultLanguage) =>
    unwrapLanguage(await caller.asApp({ ...at(marker), method: 'GET', query: { langCode } }), langCode) as Provider,
})

type Registering = 'signUp' | 'generateCode' | 'checkCode' | 'activateUser' | 'changePassword'

const registering = ({ asApp }: Caller): Pick<AuthProvider, Registering> => ({
  async signUp(marker, body, langCode = defaultLanguage) {
    const json = { ...wrapLanguage(body, langCode), langCode }
    const { phoneSMS, ...others } = json.notificationData ?? {}
    const notificationData = { ...others, ...(phoneSMS && { phoneSMS }) }
    const answer = await asApp({ ...ofUsers(marker, 'sign-up'), json: { ...json, notificationData } })
    return unwrapLanguage(answer, langCode) as SignedUp
  },
  async generateCode(marker, userIdentifier, eventIdentifier) {
    await asApp({ ...ofUsers(marker, 'generate-code'), json: { userIdentifier, eventIdentifier } })
  },
  checkCode: (marker, userIdentifier, eventIdentifier, code) =>
    asApp({ ...ofUsers(marker, 'check-code'), json: { userIdentifier, eventIdentifier, code } }),
  activateUser: (marker, userIdentifier, code) =>
    asApp({ ...ofUsers(marker, 'activate'), json: { userIdentifier, code } }),
  changePassword: (marker, userIdentifier, eventIdentifier, type, code, password1, password2 = password1) =>
    asApp({
      ...ofUsers(marker, 'change-password'),
      json: { userIdentifier, eventIdentifier, type, code, password1, password2 },
    }),
})

/** Nobody is signed in yet whose session could be over. */
function spellWrongLogin(error: unknown): never {
  if (!isDiwanError(error) || error.status !== 401) throw error
  throw new DiwanError('passwords.wrong', { ...error, message: error.message, cause: error.cause })
}

type Authenticating = 'auth' | 'refresh' | 'logout' | 'logoutAll' | 'getActiveSessionsByMarker' | 'oauth'

function authenticating({ asApp, asPerson, keeper }: Caller): Pick<AuthProvider, Authenticating> {
  const keep = async (entity: AuthEntity): Promise<AuthEntity> => {
    await keeper.write(tokensOf(entity))
    return entity
  }
  return {
    auth: async (marker, body) =>
      keep(await asApp<AuthEntity>({ ...ofUsers(marker, 'auth'), json: body }).catch(spellWrongLogin)),
    refresh: async (marker, refreshToken) =>
      keep(await asApp({ ...ofUsers(marker, 'refresh'), json: { refreshToken } })),
    oauth: async (marker, body, langCode = defaultLanguage) =>
      keep(await asApp({ ...at(marker, 'oauth'), json: body, query: { langCode } })),
    async logout(marker, given) {
      const held = await keeper.clear()
      const refreshToken = given ?? held?.refreshToken
      const headers = held && { authorization: `Bearer ${held.accessToken}` }
      return asApp({ ...ofUsers(marker, 'logout'), json: { refreshToken }, ...(headers && { headers }) })
    },
    async logoutAll(marker) {
      const done = await asPerson<boolean>({ ...ofUsers(marker, 'logout-all'), json: {} })
      await keeper.clear()
      return done
    },
    getActiveSessionsByMarker: (marker) => asPerson({ ...ofUsers(marker, 'sessions'), method: 'GET' }),
  }
}
