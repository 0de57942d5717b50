import { connect, createServer, type Server, type Socket } from 'node:net'

export interface TcpProxy {
  readonly port: number
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>
  /** Lets connections through again, if it was cut. */
  mend(): Promise<void>
}

/** A TCP proxy that can be cut: what stands behind it is gone for who comes this way, and for nobody else. */
export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  const serve = () =>
    createServer((near) => {
      const far = connect(target)
      for (const socket of [near, far]) keep(socket)
      near.pipe(far).on('close', () => near.destroy())
      far.pipe(near).on('close', () => far.destroy())
    })
  let server = serve()
  const port = await listen(server, 0)
  const cut = async () => {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    port,
    cut,
    async mend() {
      if (server.listening) return
      server = serve()
      await listen(server, port)
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
