export {
  type AccountName,
  type AccountProof,
  type Candidate,
  type CodeTarget,
  checkAccountCode,
  clearLoginStreak,
  prepareAccountCode,
  redeemAccountProof,
} from './account-code.ts'
export { showAlarms, weighCodes } from './alarm.ts'
export { type CodeWish, checkCode, codeTerms, issueCode, redeemProof } from './code.ts'
export {
  cancelLink,
  findLinkContact,
  hasLink,
  issueLink,
  redeemLink,
  refuseLink,
} from './link.ts'
export { type CodePurpose, sendCode } from './send-code.ts'
export { verificationSettings } from './settings.ts'
export { clearStreak, clearStreaksOf } from './streak.ts'
export { sweepVerifications } from './sweep.ts'
