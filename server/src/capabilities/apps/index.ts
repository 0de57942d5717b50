export {
  type App,
  type AppPolicy,
  type AppState,
  appStates,
  type Permission,
  permissions,
  permissionsOfSecret,
} from './app.ts'
export { listFixed } from './approved.ts'
export { checkClientSecret } from './check-secret.ts'
export { type Claim, findClaim, isClaimed, proofOf, proveDomain } from './claim-domain.ts'
export {
  addCredential,
  type CredentialKind,
  type CredentialTerms,
  credentialKinds,
  findAppBySecret,
  findHolders,
  findSecretHolder,
  hasHadCredential,
  hasTokenMark,
  isSecretOf,
  rotateCredential,
} from './credentials.ts'
export { type Category, categories, checkDetails, type Typed } from './details.ts'
export { findOAuthClient, type OAuthClient } from './find-oauth-client.ts'
export { houseApp, isHouse } from './house-app.ts'
export { findAppByToken, issueToken } from './issue-token.ts'
export { type Credential, listCredentials, revokeCredential } from './list-credentials.ts'
export { writeUses } from './note-use.ts'
export { changeDetails, listOwnApps, type Registered, readOwnApp, registerApp } from './register-app.ts'
export { addressOf, isOwnPath, isRedirectUrl, isWebUrl, pageUrlPattern } from './registered-url.ts'
export {
  approveApp,
  grantPermission,
  listInReview,
  pageApps,
  resumeApp,
  revokePermission,
  sendBackApp,
  submitApp,
  suspendApp,
} from './review-app.ts'
export {
  type AppWish,
  changeApp,
  createApp,
  findApp,
  findAppByName,
  listApps,
  readApp,
  union,
} from './save-app.ts'
export { ordinaryPermissions } from './settings.ts'
