export {
  nameSigningKeys,
  readSigningKeys,
  rotateSigningKeys,
  type SigningKey,
  sweepSigningKeys,
} from './signing-keys.ts'
