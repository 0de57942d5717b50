export { readSigningKeys } from './signing-keys.ts'
