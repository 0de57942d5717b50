export type { Demo } from './demo.ts'
export { dev } from './dialect.ts'
