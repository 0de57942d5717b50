/** The words of the pages where people sign in, in one language. `app`, `email`, `contact` and `person` arrive isolated. */
export interface PageTexts {
  signInTo: (app: string) => string
  againTitle: string
  againHelp: (app: string) => string
  /** Of the one field. */
  contact: string
  email: string
  password: string
  signIn: string
  confirm: string
  /** The other way in, beside the password. */
  codeInstead: string
  forgot: string
  create: string
  haveAccount: string
  notYou: string
  /** On every page that an app sent somebody to. */
  backTo: (app: string) => string
  /** "No", where something is asked. */
  deny: (app: string) => string
  steps: readonly [string, string, string]
  signUpTitle: string
  forgotTitle: string
  addressHelp: string
  sendCode: string
  codeTitle: string
  codeSent: (email: string) => string
  code: string
  goOn: string
  resend: string
  resent: string
  wrongAddress: string
  /** For who knows the password of an account whose address was never proven. */
  pendingHelp: string
  detailsTitle: string
  newHere: (contact: string) => string
  newPassword: string
  passwordHelp: (least: string) => string
  createIt: string
  agree: string
  terms: string
  privacy: string
  newPasswordTitle: string
  newPasswordHelp: string
  save: string
  knownTitle: string
  known: (contact: string) => string
  goOnTitle: string
  goOnHelp: (contact: string) => string
  allowTitle: (app: string) => string
  willReceive: (app: string) => string
  signedInAs: (person: string) => string
  allow: string
  over: string
  overHelp: string
}
