export {
  addSession,
  changeSession,
  endSession,
  findSession,
  findSessionByUid,
  type Whereabouts,
} from './browser-session.ts'
export {
  endDeviceSessions,
  extendDeviceSession,
  listDeviceSessions,
  openDeviceSession,
} from './device-session.ts'
export {
  endOtherSessions,
  endSessionByUid,
  type ListedSession,
  listSessions,
} from './list-sessions.ts'
export { freshSeconds, sessionSettings } from './settings.ts'
export { sweepSessions } from './sweep.ts'
export { type EndedSession, type LogoutNotice, tellAppOfLogout, tellAppsOfLogout } from './tell-apps.ts'
export {
  addToken,
  claimToken,
  endFamily,
  endTokensOf,
  type FoundToken,
  findShown,
  findToken,
  findTokenByUserCode,
  isShown,
  isTokenOver,
  redeemToken,
  removeToken,
  removeTokensOfSession,
  type SealedConsent,
  type ShownToken,
  saveToken,
} from './token.ts'
