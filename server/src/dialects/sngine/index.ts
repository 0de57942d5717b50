export { sngine } from './dialect.ts'
