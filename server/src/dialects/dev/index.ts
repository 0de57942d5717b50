export type { Party } from './app/index.ts'
export type { Demo } from './demo.ts'
export { dev } from './dialect.ts'
