import type { FastifyInstance, FastifyRequest } from 'fastify'

/** A request must have arrived whole by then, ms: one that never ends holds memory, and the stop of the server. */
const wholeWithin = 30_000
/** One that brings files may take longer, but not without sending anything for so long, ms. */
const silentFor = 30_000
/** And no longer than this, ms. */
export const uploadWithin = 10 * 60_000

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes files, and its body may take its time. */
    upload?: boolean
  }
}

/** Cuts off who sends too slowly; Node knows one time for all requests only. */
export function guardPace(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request) => {
    const { raw } = request
    if (!hasBody(request)) return
    if (request.routeOptions.config.upload) {
      const { socket } = raw
      const cut = () => void raw.destroy()
      socket.setTimeout(silentFor, cut)
      const settle = () => {
        socket.removeListener('timeout', cut)
        socket.setTimeout(0)
      }
      raw.once('end', settle)
      raw.once('close', settle)
      return
    }
    const late = setTimeout(() => {
      if (raw.complete) return
      raw.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
      raw.destroy()
    }, wholeWithin)
    const stop = () => clearTimeout(late)
    raw.once('end', stop)
    raw.once('close', stop)
  })
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
