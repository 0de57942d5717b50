export {
  endConsent,
  endConsentOf,
  findConsent,
  type ListedConsent,
  listConsents,
  openConsent,
  saveConsent,
  sweepConsents,
} from './consent.ts'
export { countConsents } from './count-consents.ts'
