export { countConsents } from './count-consents.ts'
export {
  endConsent,
  endConsentOf,
  findConsent,
  type ListedConsent,
  listConsents,
  saveConsent,
  sweepConsents,
} from './consent.ts'
