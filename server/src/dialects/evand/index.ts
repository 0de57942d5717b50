export { evand } from './dialect.ts'
