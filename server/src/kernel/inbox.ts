/** A message as the inbox tells it (design.md, The operator's contract). */
export interface InboxMessage {
  id: string
  channel: string
  to: string
  kind: string
  language: string
  subject?: string
  text: string
  html?: string
  code?: string
  link?: string
  /** Epoch ms. */
  at: number
}

/** Where the messages of development mode end up. */
export interface Inbox {
  /** Newest first; only those to one recipient where it is given. */
  list(to?: string): Promise<InboxMessage[]>
}
