export { askReset } from './ask-reset.ts'
export { changePassword } from './change-password.ts'
export { mailNewPassword } from './mail-new-password.ts'
export { renewPassword } from './renew-password.ts'
