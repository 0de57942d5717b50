import { connect } from 'node:net'
import type { Transporter } from 'nodemailer'
import type { SMTPTransportGetSocket } from 'nodemailer/lib/smtp-transport'
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
  const idle: Line[] = []
  return {
    name: 'email',
    async deliver(delivery, signal) {
      const mail = mailOf(delivery, await readSender())
      const line = idle.pop() ?? (await openLine(url))
      if (signal.aborted) line.cut()
      signal.throwIfAborted()
      signal.addEventListener('abort', line.cut)
      try {
        await line.transport.sendMail(mail)
        idle.push(line)
      } catch (error) {
        line.cut()
        throw isFinal(error) ? new Undeliverable('refused by the mail server', { cause: error }) : error
      } finally {
        signal.removeEventListener('abort', line.cut)
      }
    },
    async close() {
      for (const line of idle) line.transport.close()
    },
  }
}

/** One connection, kept open between mails. */
interface Line {
  readonly transport: Transporter
  /** Ends the line in the middle of whatever it says: the mail in it cannot leave any more. */
  readonly cut: () => void
}

/** The library is read with the first mail. */
async function openLine(url: string): Promise<Line> {
  const { createTransport } = await import('nodemailer')
  const end = new AbortController()
  const getSocket = dial(end.signal)
  const own = { maxConnections: 1, disableFileAccess: true, disableUrlAccess: true, ...limits }
  const transport = createTransport({ url, pool: true, ...own, getSocket })
  const cut = () => {
    transport.close()
    end.abort()
  }
  return { transport, cut }
}

/** Connects by a socket of our own, since nodemailer has no way to break a conversation off. */
const dial =
  (signal: AbortSignal): SMTPTransportGetSocket =>
  ({ host = 'localhost', port, secure }, done) => {
    const socket = connect({ host, port: Number(port) || (secure ? 465 : 587), signal })
    const late = () => socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }))
    socket.setTimeout(limits.connectionTimeout, late)
    socket.once('error', done)
    socket.once('connect', () => {
      socket.setTimeout(0).off('timeout', late).off('error', done)
      done(null, { connection: socket })
    })
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
    // No name in it may pass for an encoded word (RFC 2047 §2), which readers would turn into line ends.
    subject: delivery.subject.replaceAll('=?', '= ?'),
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
