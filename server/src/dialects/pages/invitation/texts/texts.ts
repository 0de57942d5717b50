import type { InvitedField } from '../../../../capabilities/invitations/index.ts'

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
  labels: Readonly<Record<InvitedField, string>>
  helps: Readonly<Partial<Record<InvitedField, string>>>
  /** Beside a field of which only the end is shown. */
  maskedHelp: (end: string) => string
  drop: (label: string) => string
  passwordTitle: string
  passwordLead: (email: string, app: string) => string
  password: string
  passwordHelp: string
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
