export { payping } from './dialect.ts'
