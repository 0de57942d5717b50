export { checkInvited, type InvitedField, type InvitedProfile, invitedFields, type Texts } from './fields.ts'
export { enterByInvitation, type Finished, finishInvitation } from './finish-invitation.ts'
export {
  findInvitation,
  type Invitation,
  type OpenInvitation,
  readOpenInvitation,
} from './invitation.ts'
export { invite } from './invite.ts'
export { cancelInvitation, readInvitation } from './own-invitation.ts'
export { parseWish, type WishField } from './parse-wish.ts'
export { findReturnUrl } from './return-url.ts'
export { sweepInvitations } from './sweep.ts'
