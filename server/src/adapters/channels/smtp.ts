import { createTransport } from 'nodemailer'
import { type Channel, type Delivery, Undeliverable } from '../../kernel/index.ts'

/** Bounds of one conversation, ms; below the lease of a message. */
const limits = { connectionTimeout: 8000, greetingTimeout: 8000, socketTimeout: 15_000, dnsTimeout: 5000 }

/**
 * E-mail over SMTP (RFC 5321). The Message-ID is drawn from the message's key, the same at every attempt, so that
 * receivers can tell a repetition.
 *
 * @param url `smtp://user:password@host:port` or `smtps://…`
 * @param readSender the From header, read for each mail
 */
export function smtpChannel(url: string, readSender: () => Promise<string>): Channel {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...limits,
  })
  return {
    name: 'email',
    async deliver(delivery) {
      try {
        await transport.sendMail(mailOf(delivery, await readSender()))
      } catch (error) {
        throw isFinal(error) ? new Undeliverable('refused by the mail server', { cause: error }) : error
      }
    },
    async close() {
      transport.close()
    },
  }
}

function mailOf(delivery: Delivery, from: string) {
  const lineEnd = /[\r\n]/
  if ([from, delivery.to, delivery.subject].some((value) => lineEnd.test(value))) {
    throw new Undeliverable('a header would have a line end')
  }
  const domain = /@([^>@]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return {
    from,
    // An address object, so that nothing in it is read as a list of recipients.
    to: { name: '', address: delivery.to },
    subject: delivery.subject,
    text: delivery.text,
    html: delivery.html,
    messageId: `<${delivery.idempotencyKey}@${domain}>`,
    headers: {
      'Content-Language': delivery.language,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  }
}

/** A 5xx answer is the server's last word (RFC 5321 §4.2.1), but for its answers about us: greeting, login, policy. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'responseCode' in error ? Number(error.responseCode) : 0
  return code >= 500 && code < 600 && 'code' in error && error.code === 'EENVELOPE'
}
