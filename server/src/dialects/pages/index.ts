export { pages } from './dialect.ts'
