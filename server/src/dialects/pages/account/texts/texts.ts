/** The parts of a profile that are edited on a page each. */
export type ProfilePart = 'about' | 'links' | 'home' | 'numbers' | 'language'

export type Section = 'overview' | 'profile' | 'contacts' | 'password' | 'sessions' | 'apps' | 'data'

/** The words of the account pages in one language. Names and addresses arrive isolated for mixed directions. */
export interface AccountTexts {
  /** Names the row of links to the sections. */
  sectionsLabel: string
  sections: Record<Section, string>
  /** What each section is for, on the overview. */
  about: Record<Exclude<Section, 'overview'>, string>
  signOut: string
  change: string
  remove: string
  save: string
  back: string
  /** Stands where a person has said nothing. */
  unsaid: string
  saved: string

  parts: Record<ProfilePart, string>
  help: Record<'links' | 'numbers' | 'language', string>
  /** Beside a field whose value is not shown: what is kept, and how to keep it. */
  kept: (masked: string) => string

  proven: string
  unproven: string
  primary: string
  makePrimary: string
  mobile: string
  email: string
  addEmail: string
  newEmail: string
  newEmailHelp: string
  sendCode: string
  codeTitle: string
  codeHelp: (address: string) => string
  code: string
  confirm: string
  sendAgain: string
  otherAddress: string
  addMobile: string
  changeMobile: string
  newMobile: string
  firstMobileHelp: string
  newMobileHelp: string
  mobileCodeHelp: (mobile: string) => string
  otherMobile: string
  mobileChanged: string
  removeMobileHelp: string
  added: string
  preferred: string
  removed: string
  removeTitle: (address: string) => string
  removeHelp: string

  /** Two accounts of one person become one. */
  merge: {
    link: string
    title: string
    help: string
    contact: string
    sent: (contact: string) => string
    password: string
    passwordHelp: string
    check: string
    other: string
    confirm: string
    stays: string
    goes: string
    list: readonly string[]
    fields: string
    older: string
    younger: string
    merge: string
    cancel: string
    done: string
  }

  passwordTitle: string
  firstPasswordTitle: string
  newPassword: string
  passwordHelp: string
  passwordSince: (day: string) => string
  passwordSaved: string

  sessionsHelp: string
  thisDevice: string
  device: (browser: string, system: string) => string
  unknownDevice: string
  since: string
  lastSeen: string
  internetAddress: string
  end: string
  endOthers: string
  ended: string

  appsHelp: string
  noApps: string
  knows: string
  allowedAt: string
  /** What each scope lets an app know or do. */
  scopes: Record<'account' | 'profile' | 'email' | 'phone' | 'offline_access' | 'log-in-with' | 'other', string>
  revoke: string
  revokeTitle: (app: string) => string
  revokeHelp: string
  revoked: string

  downloadTitle: string
  downloadHelp: string
  download: string
  eraseTitle: string
  eraseHelp: string
  eraseList: readonly string[]
  eraseApps: (apps: string) => string
  /** What has to be typed, so that nobody erases by a slip. */
  eraseWord: string
  eraseField: (word: string) => string
  eraseMismatch: string
  erase: string
  erasedTitle: string
  erasedHelp: string

  signOutTitle: string
  signOutHelp: string
  signedOutTitle: string
  signedOutHelp: string
  signIn: string
}
