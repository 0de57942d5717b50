import {
  type Channel,
  type Clock,
  type Delivery,
  type PushSubscription,
  subscriptionOf,
  Undeliverable,
} from '../../../kernel/index.ts'
import { type Outgoing, Unanswered } from '../../outgoing.ts'
import type { PushKey } from './push-key.ts'

/** Push services of browsers: Chromium's, Firefox's, Safari's and Edge's. An address elsewhere is called by nobody. */
const services = ['fcm.googleapis.com', 'push.services.mozilla.com', 'push.apple.com', 'notify.windows.com']

/** How long one proof of who sends is good for; a day at most (RFC 8292 §2). */
const proofSeconds = 12 * 3600

/** What is kept of browsers, beside the channel. */
export interface Subscriptions {
  find(id: string): Promise<PushSubscription | undefined>
  /** The push service does not know it any more. */
  drop(id: string): Promise<void>
}

export interface WebPushWish {
  readonly key: PushKey
  readonly clock: Clock
  readonly outgoing: Outgoing
  readonly subscriptions: Subscriptions
  /** Hosts of push services besides, of the operator's own; these may speak plain http. */
  readonly ownHosts: ReadonlySet<string>
}

/** A push service has not taken a push; `code` is its status. */
class PushRefusal extends Error {
  readonly code: string
  constructor(status: number) {
    super(`HTTP${status}`)
    this.name = 'PushRefusal'
    this.code = `HTTP${status}`
  }
}

/**
 * Pushes to browsers (RFC 8030), encrypted for the browser alone (RFC 8291, aes128gcm) and signed by our key (RFC 8292).
 * A push waits no longer than the message is worth anything (TTL, RFC 8030 §5.2), and one that comes twice takes the
 * place of the first (Topic, §5.4).
 */
export function webPushTo({ key, clock, outgoing, subscriptions, ownHosts }: WebPushWish) {
  return async (id: string, delivery: Delivery, signal: AbortSignal): Promise<{ gateway: string }> => {
    const subscription = await subscriptions.find(id)
    if (!subscription) throw new Undeliverable('the browser is not subscribed any more')
    const url = new URL(subscription.endpoint)
    checkHost(url, ownHosts)
    // Read when the first push leaves: most houses send none, and start without it.
    const { default: webPush } = await import('web-push')
    const now = clock.now()
    const { p256dh, auth } = subscription.keys
    const { cipherText } = webPush.encrypt(p256dh, auth, JSON.stringify(payloadOf(delivery)), 'aes128gcm')
    const until = Math.floor(now / 1000) + proofSeconds
    const proof = webPush.getVapidHeaders(url.origin, key.subject, key.publicKey, key.privateKey, 'aes128gcm', until)
    const headers = {
      authorization: proof.Authorization,
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
      'content-length': String(cipherText.length),
      ttl: String(Math.max(0, Math.floor((delivery.expiresAt - now) / 1000))),
      urgency: 'high',
      topic: delivery.idempotencyKey.replaceAll('-', '').slice(0, 32),
    }
    const { status } = await outgoing({ url: url.href, method: 'POST', headers, body: cipherText, signal })
    if (status >= 200 && status < 300) return { gateway: 'web-push' }
    if (status === 404 || status === 410) {
      // RFC 8030 §7.3: it will never be there again.
      await subscriptions.drop(id)
      throw new Undeliverable('the browser is not subscribed any more')
    }
    // 400 and 413 say the same however often they are asked; an overload (429) or an outage ends (RFC 8030 §8.4).
    if (status === 400 || status === 413) throw new Undeliverable(`HTTP${status}`)
    throw new PushRefusal(status)
  }
}

/** Addresses come from browsers, and so from anybody: only known services are called (attack 77). */
function checkHost({ hostname, protocol }: URL, ownHosts: ReadonlySet<string>): void {
  if (ownHosts.has(hostname)) return
  const known = services.some((one) => hostname === one || hostname.endsWith(`.${one}`))
  if (!known || protocol !== 'https:')
    throw new Undeliverable('no push service', { cause: new Unanswered('EHOSTNOTALLOWED', false) })
}

/** What the service worker of the page shows. */
const payloadOf = ({ idempotencyKey: id, kind, language, subject: title, text: body }: Delivery) => ({
  id,
  kind,
  language,
  title,
  body,
})

/** Pushes of both kinds leave by one channel: to browsers, and to installed apps. */
export function pushChannel(
  toApps: Channel | undefined,
  toBrowsers: ReturnType<typeof webPushTo> | undefined,
): Channel {
  return {
    name: 'push',
    async deliver(delivery, signal) {
      const id = subscriptionOf(delivery.to)
      if (id !== undefined && toBrowsers) return toBrowsers(id, delivery, signal)
      if (id === undefined && toApps) return toApps.deliver(delivery, signal)
      throw new Undeliverable('pushes of this kind have no way out')
    },
  }
}
