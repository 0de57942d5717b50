export {
  endSession,
  findSession,
  findSessionByUid,
  saveSession,
  type Whereabouts,
} from './browser-session.ts'
export { sweepSessions } from './sweep.ts'
export {
  findToken,
  findTokenByUserCode,
  redeemToken,
  removeToken,
  removeTokensOfConsent,
  saveToken,
} from './token.ts'
