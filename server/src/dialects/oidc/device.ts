import {
  endFamily,
  endSessionByUid,
  extendDeviceSession,
  findToken,
  listDeviceSessions,
  openDeviceSession,
  redeemToken,
  saveToken,
  sessionSettings,
} from '../../capabilities/sessions/index.ts'
import {
  type DeviceFacts,
  type DeviceWish,
  type IssuedTokens,
  newToken,
  type Ports,
  refuse,
  seconds,
  type Tx,
  transact,
  type UserId,
} from '../../kernel/index.ts'

/** The kind of a device's refresh token: no other endpoint finds it (attack 51). */
const deviceRefresh = 'DeviceRefreshToken'
/** What a device's access token opens: the surface of forms, and nothing of OpenID Connect. */
const scope = 'forms'

interface Payload {
  readonly appId: string
  readonly provider: string
  readonly userId: UserId
  readonly sessionUid: string
  readonly fingerprint: string
}

/** Fulfils `Tokens.openDevice`. */
export async function openDevice(
  at: Ports,
  tx: Tx,
  wish: DeviceWish & { userId: UserId; device: DeviceFacts },
): Promise<IssuedTokens> {
  const { userId, appId, provider, device, address, lives } = wish
  const expiresAt = at.clock.now() + seconds(lives.refresh)
  if (wish.boundTo) await replace(at, tx, wish)
  const sessionUid = await openDeviceSession(at, tx, { userId, appId, provider, device, address, expiresAt })
  const { fingerprint = '' } = device
  const payload = { appId, provider, userId, sessionUid, fingerprint }
  return savePair(at, tx, wish, payload, newToken(at, 256), newToken(at, 256))
}

/** Where the provider binds devices, another sign-in of the same device takes the place of the one before. */
async function replace(at: Ports, tx: Tx, { userId, appId, boundTo }: DeviceWish & { userId: UserId }): Promise<void> {
  for (const { uid, device } of await listDeviceSessions(at, userId, appId, tx)) {
    if (device.fingerprint === boundTo) await endSessionByUid(at, tx, userId, uid)
  }
}

/**
 * Fulfils `Tokens.renewDevice`. Both successors are drawn from the token presented, so that who lost the race, or the
 * answer, is given the winner's.
 */
export async function renewDevice(
  at: Ports,
  wish: DeviceWish,
  value: string,
): Promise<IssuedTokens & { userId: UserId }> {
  const found = await find(at, wish, value)
  if (!found) return refuse('sessions.not-signed-in')
  const { payload, consumedAt } = found
  if (wish.boundTo !== undefined && wish.boundTo !== payload.fingerprint) refuse('sessions.not-signed-in')
  if (consumedAt !== undefined) return repeat(at, wish, value, found)
  const [access, refresh] = successorsOf(at, value)
  const issued = await transact(at, async (tx) => {
    if (!(await redeemToken(at, deviceRefresh, value, tx))) return undefined
    const expiresAt = at.clock.now() + seconds(wish.lives.refresh)
    if (!(await extendDeviceSession(at, tx, payload.sessionUid, { expiresAt, address: wish.address })))
      return refuse('sessions.not-signed-in')
    return savePair(at, tx, wish, payload, access, refresh)
  })
  if (issued) return { ...issued, userId: payload.userId }
  const again = await find(at, wish, value)
  return again ? repeat(at, wish, value, again) : refuse('sessions.not-signed-in')
}

/** Fulfils `Tokens.findDevice`. */
export async function findDevice(
  at: Ports,
  wish: Pick<DeviceWish, 'appId' | 'provider'>,
  value: string,
): Promise<{ userId: UserId; sessionUid: string } | undefined> {
  return (await find(at, wish, value))?.payload
}

async function find(at: Ports, { appId, provider }: Pick<DeviceWish, 'appId' | 'provider'>, value: string) {
  const found = await findToken(at, deviceRefresh, value)
  const payload = found?.payload as Payload | undefined
  if (!payload || payload.appId !== appId || payload.provider !== provider) return undefined
  return { payload, consumedAt: found?.consumedAt }
}

/** Answers a used token once more as long as the answer may have been lost; later it is theft (rule 13). */
async function repeat(
  at: Ports,
  wish: DeviceWish,
  value: string,
  { payload, consumedAt = 0 }: { payload: Payload; consumedAt: number | undefined },
): Promise<IssuedTokens & { userId: UserId }> {
  const { refreshGraceSeconds } = await sessionSettings.read(at)
  if (at.clock.now() - consumedAt >= seconds(refreshGraceSeconds)) {
    await transact(at, async (tx) => {
      await endFamily(at, payload.sessionUid, 'reused', tx)
      await endSessionByUid(at, tx, payload.userId, payload.sessionUid)
    })
    return refuse('sessions.not-signed-in')
  }
  const [accessToken, refreshToken] = successorsOf(at, value)
  const successor = await findToken(at, deviceRefresh, refreshToken)
  if (!successor || successor.consumedAt !== undefined) return refuse('sessions.not-signed-in')
  return { accessToken, refreshToken, expiresInSeconds: wish.lives.access, userId: payload.userId }
}

const successorsOf = (at: Ports, value: string): [access: string, refresh: string] => [
  at.keyring.mac('index', 'device-access', value),
  at.keyring.mac('index', 'device-refresh', value),
]

async function savePair(
  at: Ports,
  tx: Tx,
  { lives }: Pick<DeviceWish, 'lives'>,
  payload: Payload,
  accessToken: string,
  refreshToken: string,
): Promise<IssuedTokens> {
  const { appId, userId, sessionUid, provider } = payload
  const fate = { appId, userId, sessionUid, family: sessionUid }
  const now = at.clock.now()
  const iat = Math.floor(now / 1000)
  const shown = { kind: 'AccessToken', jti: accessToken, iat, exp: iat + lives.access, scope, sessionUid, provider }
  await saveToken(
    at,
    {
      ...fate,
      kind: 'AccessToken',
      value: accessToken,
      payload: { ...shown, clientId: appId, accountId: String(userId) },
      expiresAt: now + seconds(lives.access),
    },
    tx,
  )
  const expiresAt = now + seconds(lives.refresh)
  await saveToken(at, { ...fate, kind: deviceRefresh, value: refreshToken, payload, expiresAt }, tx)
  return { accessToken, refreshToken, expiresInSeconds: lives.access }
}
