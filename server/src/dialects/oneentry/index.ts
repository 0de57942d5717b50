export { oneentry } from './dialect.ts'
