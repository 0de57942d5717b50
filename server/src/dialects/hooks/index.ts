export { hooks } from './dialect.ts'
