/** What the portal's `message` says when a command succeeded. */
export interface PortalTexts {
  registered: string
  emailActive: string
  emailPending: string
  /** The address belongs to nobody: the one "no" of `email-exists` that is not a refusal. */
  emailUnknown: string
  activated: string
  /** Neutral: the same whether or not the address is known. */
  activationResent: string
  welcome: string
  /** Welcome, but the password was mailed and should be changed. */
  mustChange: string
  /** Neutral: the same whether or not the address is known. */
  resetSent: string
  passwordMailed: string
  passwordChanged: string
  updated: string
}
