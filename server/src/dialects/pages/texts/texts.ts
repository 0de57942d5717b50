/** The words of the hosted pages in one language. `app` and `person` arrive isolated for mixed directions. */
export interface PageTexts {
  signInTo: (app: string) => string
  email: string
  password: string
  signIn: string
  cancel: string
  problem: string
  allowTitle: (app: string) => string
  willReceive: (app: string) => string
  /** What each scope gives, in words. */
  scopes: Record<'profile' | 'email' | 'phone' | 'offline_access' | 'account', string>
  signedInAs: (person: string) => string
  allow: string
  over: string
  overHelp: string
}
