/** What a message says, before it is drawn as text and HTML; both say the same. */
export interface Letter {
  subject: string
  title: string
  paragraphs: string[]
  /** One link, drawn as a button and in full. */
  action?: { label: string; url: string }
  /** Drawn large and selectable, left to right in every language: a code or a password. */
  code?: string
  /** Smaller, below: what to do if it was not you. */
  closing: string[]
}

/** The facts each kind of message is written from. */
export interface MessageFacts {
  'activation-link': { app: string; website: string; link: string; hours: number; at: string }
  'reset-link': { app: string; website: string; link: string; minutes: number; at: string }
  'new-password': { app: string; website: string; password: string; hours: number; at: string }
  'password-changed': { app: string; website: string; at: string }
  'contact-added': { app: string; website: string; contact: string; at: string }
  'contact-removed': { app: string; website: string; contact: string; at: string }
  'accounts-merged': { app: string; website: string; at: string }
  'account-erased': { app: string; website: string; at: string }
  welcome: { app: string; website: string; at: string }
  /** `otherWay`: by another gateway than the message before. */
  code: { app: string; code: string; minutes: number; otherWay?: boolean }
  /** To open an account that waits: it says when that one was made, so that its owner knows it from a stranger's (rule 6). */
  'account-code': { app: string; website: string; code: string; minutes: number; at: string }
  'login-taken': { app: string; website: string; at: string }
  'codes-alarm': {
    app: string
    website: string
    at: string
    prefix: string
    sent: number
    verified: number
    minutes: number
  }
}

export type MessageKind = keyof MessageFacts

/** Every kind of message in one language. `app`, `website` and `at` arrive isolated for mixed directions. */
export type MessageTexts = { readonly [K in MessageKind]: (facts: MessageFacts[K]) => Letter }

/** Every kind of message in a few plain lines, for phones. Names arrive short. */
export type ShortMessages = { readonly [K in MessageKind]: (facts: MessageFacts[K]) => string }

export type ShortTexts = ShortMessages & {
  /** A code as a voice says it, its signs one by one. */
  readonly spoken: (facts: { app: string; signs: string }) => string
}
