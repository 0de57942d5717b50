export type { Party } from './party.ts'
export { appRoutes } from './routes.ts'
