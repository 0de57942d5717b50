export { api } from './dialect.ts'
