import { type IncomingHttpHeaders, request } from 'node:http'

/** A request as it goes over the wire, without what a well-meaning client would mend. */
export interface Wire {
  method?: string
  /** Each character one octet. */
  path?: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer
}

export interface WireAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** Sends one request on a connection of its own. */
export function sendWire(
  origin: string,
  { method = 'GET', path = '/api/', headers = {}, body }: Wire,
): Promise<WireAnswer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() }),
      )
    })
    asking.on('error', reject)
    if (body !== undefined) asking.setHeader('content-length', Buffer.byteLength(body))
    asking.end(body)
  })
}

/** A form POST. */
export const post = (body: string | Buffer, headers: Wire['headers'] = {}): Wire => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body,
})
