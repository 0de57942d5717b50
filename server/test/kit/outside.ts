import { createSocket } from 'node:dgram'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { certificate, certificateKey } from './certificate.ts'

/** What a name server of the tests' own says, by name and type; it may change between two questions. */
export interface Zone {
  [name: string]: { TXT?: string[]; A?: string[] }
}

const types = { 1: 'A', 16: 'TXT' } as const

/** Starts a name server; answers its address. */
export async function startNameServer(t: TestContext, zone: Zone): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => socket.send(answerOf(question, zone), from.port, from.address))
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  t.after(() => void socket.close())
  return `127.0.0.1:${socket.address().port}`
}

/** A DNS message (RFC 1035 §4) with the records of the name that is asked for. */
function answerOf(question: Buffer, zone: Zone): Buffer {
  const labels: string[] = []
  let end = 12
  while (question[end]) {
    const length = question[end] ?? 0
    labels.push(question.toString('latin1', end + 1, end + 1 + length))
    end += length + 1
  }
  const type = types[question.readUInt16BE(end + 1) as keyof typeof types]
  const found = zone[labels.join('.').toLowerCase()]
  const records = (type && found?.[type]) ?? []
  const header = Buffer.alloc(12)
  question.copy(header, 0, 0, 2)
  header.writeUInt16BE(found ? 0x8580 : 0x8583, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  const data = (text: string) =>
    type === 'TXT' ? Buffer.from([text.length, ...Buffer.from(text)]) : Buffer.from(text.split('.').map(Number))
  const drawn = records.map((text) => {
    const bytes = data(text)
    const start = Buffer.from([0xc0, 12, ...question.subarray(end + 1, end + 5), 0, 0, 0, 0, 0, bytes.length])
    return Buffer.concat([start, bytes])
  })
  return Buffer.concat([header, question.subarray(12, end + 5), ...drawn])
}

/** Starts a website with a certificate of the tests' own; answers its port and the requests that came. */
export async function startWebsite(t: TestContext, serve: RequestListener): Promise<{ port: number; came: string[] }> {
  const came: string[] = []
  const server = createServer({ key: certificateKey, cert: certificate }, (request, response) => {
    came.push(`${request.headers.host} ${request.url}`)
    serve(request, response)
  })
  server.on('connection', () => came.push('connected'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, came }
}
