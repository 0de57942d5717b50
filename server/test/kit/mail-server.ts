import type { TestContext } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { recordSecret } from './secrets.ts'

/** A mail that the server took. */
export interface Arrival {
  readonly mail: ParsedMail
  /** The octets as they came, and the envelope they came in. */
  readonly raw: string
  readonly from: string
  readonly to: readonly string[]
}

/** Where in a conversation (RFC 5321 §3) the server may misbehave. */
export type Stage = 'greeting' | 'recipient' | 'data'

export interface MailServer {
  /** For `SMTP_URL`. */
  readonly url: string
  readonly arrivals: readonly Arrival[]
  /** Message-IDs of every mail that was offered in whole, taken or not. */
  readonly offers: readonly string[]
  /** How often each stage was reached. */
  readonly visits: Readonly<Record<Stage, number>>
  /** From now on: an answer's code at a stage (450, 550 …), `hang` for none, undefined for being in order again. */
  misbehave(stage: Stage, how: number | 'hang' | undefined): void
  /** Answers everything that hangs, as if nothing had been. */
  release(): void
  /** Goes down, conversations and all. */
  stop(): Promise<void>
  /** Comes back at the same address. */
  start(): Promise<void>
}

export interface MailServerWish {
  /** Mails are taken after this login only. */
  login?: { user: string; password: string }
  /** TLS from the first octet (RFC 8314 §3.3), under a certificate that nobody signed. */
  secure?: boolean
}

/** Starts a real SMTP server that says about every mail what the test tells it to say. */
export async function startMailServer(test: TestContext, wish: MailServerWish = {}): Promise<MailServer> {
  const desk = new Desk()
  let server = serverOf(desk, wish)
  let port = await listen(server, 0)
  const stop = () =>
    new Promise<void>((resolve) => {
      desk.forget()
      server.close(() => resolve())
      for (const connection of server.connections) connection.close()
    })
  test.after(stop)
  recordSecret(wish.login?.password)
  const user = wish.login ? `${wish.login.user}:${encodeURIComponent(wish.login.password)}@` : ''
  return {
    url: `${wish.secure ? 'smtps' : 'smtp'}://${user}127.0.0.1:${port}`,
    arrivals: desk.arrivals,
    offers: desk.offers,
    visits: desk.visits,
    misbehave: (stage, how) => desk.misbehave(stage, how),
    release: () => desk.release(),
    stop,
    async start() {
      server = serverOf(desk, wish)
      port = await listen(server, port)
    },
  }
}

type Answer = (error?: Error | null) => void

/** What outlives a restart of the server: the mails, and how to behave. */
class Desk {
  readonly arrivals: Arrival[] = []
  readonly offers: string[] = []
  readonly visits: Record<Stage, number> = { greeting: 0, recipient: 0, data: 0 }
  #ways: Partial<Record<Stage, number | 'hang' | undefined>> = {}
  #hanging: (() => void)[] = []

  misbehave(stage: Stage, how: number | 'hang' | undefined): void {
    this.#ways[stage] = how
  }
  release(): void {
    this.#ways = {}
    for (const go of this.#hanging.splice(0)) go()
  }
  forget(): void {
    this.#hanging = []
  }
  /** Lets a stage go on by `pass`, refuses it, or keeps it waiting. */
  meet(stage: Stage, answer: Answer, pass: () => void): void {
    this.visits[stage]++
    const way = this.#ways[stage]
    if (way === 'hang') this.#hanging.push(pass)
    else if (way) answer(Object.assign(new Error('not now, says the test'), { responseCode: way }))
    else pass()
  }
}

function serverOf(desk: Desk, { login, secure = false }: MailServerWish): SMTPServer {
  return new SMTPServer({
    logger: false,
    secure,
    closeTimeout: 10,
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    onAuth({ username, password }, _session, callback) {
      if (username === login?.user && password === login?.password) callback(null, { user: username })
      else callback(new Error('wrong login'))
    },
    onConnect: (_session, callback) => desk.meet('greeting', callback, () => callback()),
    onRcptTo: (_address, _session, callback) => desk.meet('recipient', callback, () => callback()),
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const mail = await simpleParser(raw, { skipTextToHtml: true })
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map((one) => one.address)
        desk.offers.push(mail.messageId ?? '')
        desk.meet('data', callback, () => {
          desk.arrivals.push({ mail, raw, from: mailFrom ? mailFrom.address : '', to })
          callback()
        })
      })
    },
  })
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const socket = server.listen(port, '127.0.0.1', () => {
      // Conversations that a client breaks off are what the tests are about.
      server.removeListener('error', reject).on('error', () => undefined)
      const address = socket.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
