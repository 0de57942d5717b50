import { type AppCaller, part } from './call.ts'

/** What an app knows of a person beforehand. */
export interface InvitationWish {
  /** The person proves it by a code before anything else. */
  readonly email: string
  /** Where the browser goes at the end: one of the app’s return addresses, with any query. */
  readonly returnUrl: string
  readonly firstName?: string
  readonly lastName?: string
  readonly userName?: string
  readonly mobile?: string
  readonly nationalCode?: string
  /** `1990-05-14`. */
  readonly birthDate?: string
  readonly iban?: string
  readonly address?: string
  readonly postalCode?: string
  readonly localPhone?: string
}

/** An invitation that was made. */
export interface Invitation {
  /** To ask about it with; it opens nothing. */
  readonly id: string
  /** The person’s page. Told this once: whoever has it may begin. */
  readonly url: string
  readonly expiresAt: string
}

/** What became of an invitation. */
export interface InvitationStatus {
  readonly id: string
  readonly state: 'open' | 'finished' | 'cancelled' | 'expired'
  readonly createdAt: string
  readonly expiresAt: string
  readonly finishedAt?: string
}

/** Registrations that the app begins and the person finishes. Needs `invitations:write`. */
export interface Invitations {
  /**
   * Invites a person. An earlier open invitation of this app for the same e-mail is cancelled.
   *
   * @throws `users.contact-taken`, `limits.exhausted`, `input.*`, `apps.*`
   * @example
   * ```ts
   * const { url } = await app.invitations.create({ email: 'sara@example.com', returnUrl: 'https://shop.example/start' })
   * response.redirect(url)
   * ```
   */
  create(wish: InvitationWish): Promise<Invitation>
  /**
   * What became of it.
   *
   * @throws `invitations.unknown`
   * @example
   * ```ts
   * const { state } = await app.invitations.read(id)
   * ```
   */
  read(id: string): Promise<InvitationStatus>
  /**
   * Takes it back, and erases what it held.
   *
   * @throws `invitations.unknown`, `invitations.over`
   * @example
   * ```ts
   * await app.invitations.cancel(id)
   * ```
   */
  cancel(id: string): Promise<void>
}

export const invitations = ({ api }: AppCaller): Invitations => ({
  create: (wish) => api('POST', '/invitations', { json: wish }),
  read: (id) => api('GET', `/invitations/${part(id)}`),
  cancel: (id) => api('DELETE', `/invitations/${part(id)}`),
})
