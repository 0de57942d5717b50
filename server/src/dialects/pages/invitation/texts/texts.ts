/** The words of an invitation's pages in one language. Names and addresses arrive isolated for mixed directions. */
export interface InvitationTexts {
  title: (app: string) => string
  lead: (app: string) => string
  willSend: (email: string) => string
  send: string
  unexpected: (app: string) => string
  codeTitle: string
  sent: (email: string) => string
  code: string
  codeHelp: string
  goOn: string
  sendAgain: string
  enterTitle: string
  enterHelp: (app: string, email: string) => string
  enter: (app: string) => string
  reviewTitle: string
  reviewHelp: (app: string) => string
  userName: string
  /** Beside a field of which only the end is shown. */
  maskedHelp: (end: string) => string
  drop: (label: string) => string
  passwordTitle: string
  passwordLead: (app: string) => string
  email: string
  password: string
  passwordHelp: (least: string) => string
  agree: string
  finish: string
  backToReview: string
  step: (place: string, all: string) => string
  /** What is said of a link that leads nowhere; `unknown` also where another browser opened it. */
  over: Readonly<
    Record<'unknown' | 'finished' | 'cancelled' | 'expired', { title: string; help: (app: string) => string }>
  >
  toAccount: string
  toSignIn: string
  backTo: (app: string) => string
}
