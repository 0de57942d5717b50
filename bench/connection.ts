import { connect, type Socket } from 'node:net'

export interface Reply {
  readonly body: string
  /** What the answer asks to wait, seconds. */
  readonly retryAfter: number | undefined
}

/**
 * One keep-alive connection that asks one thing at a time. It reads as little of HTTP/1.1 as our own answers need
 * (Content-Length, Retry-After), so that asking costs a fraction of what answering does.
 */
export class Connection {
  readonly #socket: Socket
  #text = ''
  #answer: ((reply: Reply) => void) | undefined
  #fail: ((error: Error) => void) | undefined

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1')
    this.#socket.on('data', (chunk) => this.#read(String(chunk)))
    this.#socket.on('error', (error) => this.#fail?.(error))
    this.#socket.on('close', () => this.#fail?.(new Error('the server closed the connection')))
  }

  /** A GET, or a POST of a form or of JSON where there is a body; who asks may come with it. */
  ask(path: string, body = '', authorization = ''): Promise<Reply> {
    const type = body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded'
    const form = `content-type: ${type}\r\ncontent-length: ${body.length}\r\n`
    const head = `${authorization && `authorization: ${authorization}\r\n`}${body ? form : ''}`
    this.#socket.write(`${body ? 'POST' : 'GET'} ${path} HTTP/1.1\r\nhost: bench\r\n${head}\r\n${body}`)
    return new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#fail = reject
    })
  }

  close(): void {
    this.#fail = undefined
    this.#socket.destroy()
  }

  #read(chunk: string): void {
    this.#text += chunk
    const headEnd = this.#text.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.#text.slice(0, headEnd)
    const bodyEnd = headEnd + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
    if (this.#text.length < bodyEnd) return
    const body = this.#text.slice(headEnd + 4, bodyEnd)
    this.#text = this.#text.slice(bodyEnd)
    const wait = /^retry-after: (\d+)/im.exec(head)?.[1]
    this.#answer?.({ body, retryAfter: wait === undefined ? undefined : Number(wait) })
  }
}
