import { ask } from '../ask.ts'
import type { AppCaller } from './call.ts'

/** A code that was sent. */
export interface SentCode {
  /** E.164. */
  readonly mobile: string
  readonly expiresInSeconds: number
}

/** Tokens of a guest. */
export interface GuestTokens {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly expiresInSeconds: number
}

/** Codes by text message, and the guests that come in by them. Needs `codes:send` and `guests:enter`. */
export interface Guests {
  /**
   * Sends a code to a mobile, whoever has it: on the list or not, the answer is the same.
   *
   * @throws `limits.exhausted` with `retryAfterSeconds`, and the code before stays good; `input.refused` for no number
   * @example
   * ```ts
   * const { expiresInSeconds } = await app.guests.sendCode('09140000000')
   * ```
   */
  sendCode(mobile: string): Promise<SentCode>
  /**
   * Exchanges a code for tokens of the guest. A wrong code and a number that is not on the list are told alike.
   *
   * @throws `oauth.invalid_grant`, `oauth.slow_down`
   * @example
   * ```ts
   * const { accessToken } = await app.guests.enter({ mobile: '09140000000', code: '12345', eventId: 77 })
   * ```
   */
  enter(entry: { mobile: string; code: string; eventId: number }): Promise<GuestTokens>
}

export const guests = (caller: AppCaller): Guests => ({
  async sendCode(mobile) {
    const headers = { ...caller.headers, authorization: `Bearer ${await caller.token()}` }
    const answer = await ask<{ data: { mobile: string; expires_in: number } }>(
      caller.world,
      `${caller.base}/mobile/verification-codes`,
      { json: { mobile }, headers },
    )
    return { mobile: answer.data.mobile, expiresInSeconds: answer.data.expires_in }
  },
  async enter({ mobile, code, eventId }) {
    const json = {
      grant_type: 'event_mobile_verification',
      ...caller.credentials(),
      mobile,
      mobile_verification_code: code,
      event_id: eventId,
    }
    const answer = await ask<{ access_token: string; refresh_token?: string; expires_in: number }>(
      caller.world,
      `${caller.base}/api/oauth2/token`,
      { json, headers: caller.headers },
    )
    return {
      accessToken: answer.access_token,
      ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
      expiresInSeconds: answer.expires_in,
    }
  },
})
