export { addContact, holdUser, preferContact, removeContact } from './change-contacts.ts'
export { changeProfile } from './change-profile.ts'
export {
  addLogin,
  changeLogin,
  claimLogin,
  findLogin,
  findLoginHolder,
  holdLogin,
  type LoginName,
  listWaitingLogins,
  parseLogin,
} from './login.ts'
export { foldUser, holdUsers, olderFirst } from './merge-users.ts'
export { firstNameOf, type Gender, genders, type Profile } from './profile.ts'
export { type AskedField, checkProfile, type ProfileField, profileFields } from './profile-fields.ts'
export { claimContact, dropRivals, findHolder, listPending, proveContact } from './prove-contact.ts'
export { insertUser } from './save-user.ts'
export { isIdle, noteUse, releaseIdle, reviveNumber } from './use-number.ts'
export { emailOf, findUser, type User, type UserContact } from './user.ts'
