import { defineOneEntry } from 'oneentry'
import { defineOneEntry as defineOld } from 'oneentry-1.0.115'

/** The site key of the demo's shop: public. */
export const siteKey = 'demo-site-key-of-the-shop-1001'

/** The platform's own published client, as its documentation sets it up, with the strictest look at our answers. */
export const client = (url: string, wish: { isShell?: boolean; token?: string; marker?: string } = {}) =>
  defineOneEntry(url, {
    token: wish.token ?? siteKey,
    langCode: 'en_US',
    auth: { providerMarker: wish.marker ?? 'email' },
    errors: { isShell: wish.isShell ?? true },
    validation: { enabled: true, strictMode: true, logErrors: false },
  })

/** The same client of an earlier year, which says nothing of its device. */
export const oldClient = (url: string) =>
  defineOld(url, { token: siteKey, langCode: 'en_US', errors: { isShell: true } })

/** What was declined, as the client gives it to its caller. */
export interface Declined {
  readonly statusCode: number
  readonly message: string
  readonly timestamp: string
  readonly pageData: null
  readonly validationErrors?: readonly { marker: string; rule: string; message: string }[]
}
