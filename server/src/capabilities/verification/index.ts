export { type CodeTerms, type CodeWish, checkCode, codeTerms, issueCode, type Proof, redeemProof } from './code.ts'
export {
  cancelLink,
  findLinkContact,
  hasLink,
  issueLink,
  type LinkPurpose,
  redeemLink,
  refuseLink,
} from './link.ts'
export { verificationSettings } from './settings.ts'
export { clearStreak } from './streak.ts'
export { sweepVerifications } from './sweep.ts'
