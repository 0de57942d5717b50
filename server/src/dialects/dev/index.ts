export { dev } from './dialect.ts'
export { introduce, partyOf, siteOf } from './players.ts'
