export { checkPassword, forgiveFailures, type Login } from './check-password.ts'
export { checkPolicy } from './check-policy.ts'
export {
  cancelMailed,
  findPasswordInstant,
  hashPassword,
  hasPublishedPassword,
  mailedHours,
  mailPassword,
  replacePassword,
  setPassword,
} from './set-password.ts'
export { passwordSettings } from './settings.ts'
