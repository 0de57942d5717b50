import { Type } from 'typebox'
import {
  findMember,
  type Provider,
  parseCredentials,
  readForm,
  readProvider,
  signInByLogin,
} from '../../capabilities/forms/index.ts'
import { endDeviceSessions, endSessionByUid, listDeviceSessions } from '../../capabilities/sessions/index.ts'
import {
  type DeviceFacts,
  type DeviceWish,
  type IssuedTokens,
  refuse,
  type Tx,
  transact,
  type UserId,
} from '../../kernel/index.ts'
import { readDevice } from './device.ts'
import { type Call, type Row, readBody } from './row.ts'
import { readSignedIn } from './signed-in.ts'

const closed = { additionalProperties: false }
const SignIn = Type.Object(
  { authData: Type.Optional(Type.Unknown()), code: Type.Optional(Type.String({ maxLength: 64 })) },
  closed,
)
const Refresh = Type.Object(
  { refreshToken: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])) },
  closed,
)

const base = '/users-auth-providers/marker/:marker/users'

/** Signing in with a device, and out. */
export const sessionRows: readonly Row[] = [
  { method: 'POST', path: `${base}/auth`, run: signIn },
  { method: 'POST', path: `${base}/refresh`, run: refresh },
  { method: 'POST', path: `${base}/logout`, run: signOut },
  { method: 'POST', path: `${base}/logout-all`, run: signOutEverywhere },
  { method: 'GET', path: `${base}/sessions`, run: list },
]

async function signIn(call: Call): Promise<unknown> {
  const { world, app } = call
  const device = readDevice(call.asked)
  const body = readBody(SignIn, call)
  const provider = await readProvider(world.at, call.parameters.marker ?? '')
  const form = provider.formId === undefined ? undefined : await readForm(world.at, provider.formId)
  const { credentials, problems } = parseCredentials(form, body.authData)
  if (problems.length > 0) refuse('forms.answer-refused', { problems })
  const { login, password, code = body.code } = credentials
  const [userId, issued] = await signInByLogin(world.at, app, provider, { login, password, code }, (tx, userId) =>
    openDevice(call, tx, { provider, userId, device }),
  )
  return spellTokens(call, provider, userId, issued)
}

/** Signs the person's device in, and answers its tokens. */
export async function enter(call: Call, provider: Provider, userId: UserId, device: DeviceFacts): Promise<unknown> {
  const [, issued] = await transact(call.world.at, (tx) => openDevice(call, tx, { provider, userId, device }))
  return spellTokens(call, provider, userId, issued)
}

async function openDevice(
  call: Call,
  tx: Tx,
  { provider, ...who }: { provider: Provider; userId: UserId; device: DeviceFacts },
): Promise<[UserId, IssuedTokens]> {
  return [who.userId, await call.world.tokens.openDevice(tx, { ...deviceWish(call, provider), ...who })]
}

/** The client sends `{}` where it has no token, after any 401: that is answered with 401, too. */
async function refresh(call: Call): Promise<unknown> {
  const { refreshToken } = readBody(Refresh, call)
  const provider = await readProvider(call.world.at, call.parameters.marker ?? '')
  if (!refreshToken) return refuse('sessions.not-signed-in')
  const { userId, ...issued } = await call.world.tokens.renewDevice(deviceWish(call, provider), refreshToken)
  return spellTokens(call, provider, userId, issued)
}

const deviceWish = ({ app, asked }: Call, { id, policy }: Provider): DeviceWish => ({
  appId: app.id,
  provider: id,
  address: asked.address,
  lives: { access: policy.accessTokenSeconds, refresh: policy.refreshTokenSeconds },
  ...(policy.bindDevice && { boundTo: readDevice(asked).fingerprint ?? '' }),
})

async function spellTokens(
  { world }: Call,
  provider: Provider,
  userId: UserId,
  { accessToken, refreshToken = '' }: IssuedTokens,
) {
  const member = await findMember(world.at, userId)
  return {
    userIdentifier: member?.login ?? String(userId),
    authProviderIdentifier: provider.id,
    accessToken,
    refreshToken,
  }
}

/** Signs out the device whose refresh token is shown; one that is over is signed out already. */
async function signOut(call: Call): Promise<true> {
  const { world, app, parameters } = call
  const { refreshToken } = readBody(Refresh, call)
  const wish = { appId: app.id, provider: parameters.marker ?? '' }
  const found = refreshToken ? await world.tokens.findDevice(wish, refreshToken) : await readSignedIn(call)
  if (found) await transact(world.at, (tx) => endSessionByUid(world.at, tx, found.userId, found.sessionUid))
  return true
}

async function signOutEverywhere(call: Call): Promise<true> {
  const { userId } = await readSignedIn(call)
  await transact(call.world.at, (tx) => endDeviceSessions(call.world.at, tx, userId, call.app.id))
  return true
}

async function list(call: Call): Promise<unknown> {
  const { userId, sessionUid } = await readSignedIn(call)
  const sessions = await listDeviceSessions(call.world.at, userId, call.app.id)
  return sessions.map(({ uid, provider, device: { fingerprint = '', ...deviceInfo }, seenAt }) => ({
    deviceInfo,
    fingerprint,
    authProviderIdentifier: provider,
    isCurrent: uid === sessionUid,
    lastActivity: new Date(seenAt).toISOString(),
  }))
}
