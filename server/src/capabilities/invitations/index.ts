export { checkInvited, type InvitedField, type InvitedProfile, invitedFields, type Texts } from './fields.ts'
export { type Claim, enterByInvitation, type Finished, finishInvitation } from './finish-invitation.ts'
export {
  findInvitation,
  type Invitation,
  type InvitationState,
  type OpenInvitation,
  readOpenInvitation,
} from './invitation.ts'
export { type Invited, invite } from './invite.ts'
export { cancelInvitation, type InvitationStatus, readInvitation } from './own-invitation.ts'
export { parseWish, type WishField } from './parse-wish.ts'
export { sweepInvitations } from './sweep.ts'
