export { ops, type Vitals } from './dialect.ts'
