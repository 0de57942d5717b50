export { type Claim, checkPassword, type Login } from './check-password.ts'
export { checkPolicy } from './check-policy.ts'
export { hashPassword, hasPublishedPassword, mailedHours, mailPassword, setPassword } from './set-password.ts'
