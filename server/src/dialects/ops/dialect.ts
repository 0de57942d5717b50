import { type Answer, type Dialect, json } from '../../http/index.ts'

export interface Vitals {
  /** Resolves when the database answers and takes writes, and every migration has run. */
  checkReady(): Promise<void>
  readMetrics(): Promise<{ type: string; text: string }>
}

/** What the operator's machines ask: alive, ready, how much of what. */
export function ops(vitals: Vitals): Dialect {
  return {
    name: 'ops',
    bodyLimit: 1024,
    routes: [
      { method: 'GET', path: '/health/live', answer: () => json(200, { status: 'live' }) },
      {
        method: 'GET',
        path: '/health/ready',
        async answer() {
          await vitals.checkReady()
          return json(200, { status: 'ready' })
        },
      },
      {
        method: 'GET',
        path: '/metrics',
        async answer(): Promise<Answer> {
          const { type, text } = await vitals.readMetrics()
          return { status: 200, type, body: text }
        },
      },
    ],
    spell: (refusal) => json(503, { status: 'unready', reason: refusal?.code ?? 'failed' }, { 'retry-after': '5' }),
  }
}
