export { endConsent, findConsent, saveConsent, sweepConsents } from './consent.ts'
