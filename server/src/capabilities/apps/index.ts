export { type App, type AppPolicy, appStates, type Permission, permissions } from './app.ts'
export { checkClientSecret } from './check-secret.ts'
export {
  addCredential,
  type CredentialKind,
  type CredentialTerms,
  credentialKinds,
  findAppBySecret,
  findHolders,
  findSecretHolder,
  hasHadCredential,
  rotateCredential,
} from './credentials.ts'
export { houseApp } from './house-app.ts'
export { findAppByToken, issueToken } from './issue-token.ts'
export { type Credential, listCredentials, revokeCredential } from './list-credentials.ts'
export { writeUses } from './note-use.ts'
export {
  type AppWish,
  changeApp,
  createApp,
  findApp,
  grantPermission,
  listApps,
  readApp,
  resumeApp,
  revokePermission,
  suspendApp,
  union,
} from './save-app.ts'
