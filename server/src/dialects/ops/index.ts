export { ops } from './dialect.ts'
