export { gateaz } from './dialect.ts'
