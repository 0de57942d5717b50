export { files } from './dialect.ts'
