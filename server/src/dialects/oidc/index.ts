export { oidc } from './dialect.ts'
