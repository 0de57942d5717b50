import { type Channel, type Clock, type Delivery, Undeliverable } from '../../../kernel/index.ts'
import type { Outgoing, OutgoingAnswer } from '../../outgoing.ts'
import { accessOf, type ServiceAccount } from './service-account.ts'

/** Where the service is, for whoever allows hosts. */
export const fcmOrigin = 'https://fcm.googleapis.com'

/** FCM has not taken a push; `code` is its own word for why. */
class PushRefusal extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'PushRefusal'
    this.code = code
  }
}

/**
 * Pushes to installed apps through Firebase Cloud Messaging, HTTP v1
 * (https://firebase.google.com/docs/cloud-messaging/send/v1-api). The receiver is the app's registration token. A push that
 * comes twice shows once: its tag is the message's id.
 */
export function fcmChannel(account: ServiceAccount, clock: Clock, outgoing: Outgoing, origin = fcmOrigin): Channel {
  const access = accessOf(account, clock, outgoing)
  const url = `${origin}/v1/projects/${account.project}/messages:send`
  return {
    name: 'push',
    async deliver(delivery, signal) {
      const headers = {
        authorization: `Bearer ${await access.token(signal)}`,
        'content-type': 'application/json; charset=utf-8',
      }
      const body = JSON.stringify(bodyOf(delivery, clock.now()))
      const answer = await outgoing({ url, method: 'POST', headers, body, signal })
      if (answer.status === 200) return takenOf(answer)
      if (answer.status === 401) access.forget()
      const code = codeOf(answer)
      // The token is nobody's any more, or never was anybody's (https://firebase.google.com/docs/cloud-messaging/error-codes).
      if (['UNREGISTERED', 'INVALID_ARGUMENT', 'SENDER_ID_MISMATCH'].includes(code)) throw new Undeliverable(code)
      throw new PushRefusal(code)
    },
  }
}

function bodyOf({ to, idempotencyKey: id, subject, text, kind, expiresAt }: Delivery, now: number): object {
  const life = Math.max(0, Math.floor((expiresAt - now) / 1000))
  return {
    message: {
      token: to,
      notification: { title: subject, body: text },
      data: { id, kind },
      android: { ttl: `${life}s`, priority: 'HIGH', notification: { tag: id } },
      apns: { headers: { 'apns-expiration': String(Math.floor(expiresAt / 1000)), 'apns-collapse-id': id } },
    },
  }
}

function takenOf({ text }: OutgoingAnswer): { gateway: string; reference?: string } {
  const name = /"name"\s*:\s*"projects\/[^"]{1,200}\/messages\/([^"]{1,200})"/.exec(text)?.[1]
  return { gateway: 'fcm', ...(name && { reference: name }) }
}

/** The code of FCM's own, where its details have one; else Google's status, else that of HTTP. */
function codeOf({ status, text }: OutgoingAnswer): string {
  const own = /"errorCode"\s*:\s*"([A-Z_]{1,40})"/.exec(text)?.[1]
  return (
    own ??
    /"status"\s*:\s*"([A-Z_]{1,40})"/.exec(text)?.[1]?.replace('INVALID_ARGUMENT', 'INVALID_REQUEST') ??
    `HTTP${status}`
  )
}
