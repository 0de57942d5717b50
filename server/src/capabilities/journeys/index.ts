export { changeJourney, endJourney, type JourneyKey, readJourney, sweepJourneys } from './journey.ts'
export { type ContactFacts, proveInJourney } from './prove-in-journey.ts'
export { firstUnmet, type Requirement } from './requirement.ts'
