import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CounterName, GaugeName, Metrics } from '../kernel/index.ts'
import type { HasherGauges } from './hasher.ts'

const counters: Record<CounterName, { help: string; labels: string[] }> = {
  messages: { help: 'Messages by channel, kind and outcome', labels: ['channel', 'kind', 'outcome'] },
  texts: {
    help: 'Text messages by the country’s calling code: sent, delivered, undelivered, and codes that were typed right (verified)',
    labels: ['prefix', 'outcome'],
  },
  budget_refusals: { help: 'Requests refused because a budget was spent', labels: ['budget'] },
  events: { help: 'Audit events by kind', labels: ['kind'] },
}

const gauges: Record<GaugeName, { help: string; labels: string[] }> = {
  money_spent_today: { help: 'Money that text messages cost since midnight (UTC), in its smallest unit', labels: [] },
  money_per_day: { help: 'Money that text messages may cost in a day; 0 where nothing stops them', labels: [] },
  codes_alarm: { help: '1 while too few of the codes to a calling code are typed right', labels: ['prefix'] },
}

export interface MetricsRegistry extends Metrics {
  readonly contentType: string
  /** One answered request: `route` is the pattern, never the URL. */
  observe(route: string, status: number, seconds: number): void
  text(): Promise<string>
}

/** Prometheus metrics of this process, under the prefix `diwan_`. */
export function createMetrics(hasher: HasherGauges): MetricsRegistry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const own = Object.fromEntries(
    Object.entries(counters).map(([name, { help, labels }]) => [
      name,
      new Counter({ name: `diwan_${name}_total`, help, labelNames: labels, registers: [registry] }),
    ]),
  )
  const standing = Object.fromEntries(
    Object.entries(gauges).map(([name, { help, labels }]) => [
      name,
      new Gauge({ name: `diwan_${name}`, help, labelNames: labels, registers: [registry] }),
    ]),
  )
  const requests = new Histogram({
    name: 'diwan_http_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  gauge('diwan_password_hashes_running', 'Password hashes being computed', () => hasher.running)
  gauge('diwan_password_hashes_waiting', 'Password hashes waiting for a core', () => hasher.waiting)
  return {
    contentType: registry.contentType,
    count: (name, labels = {}) => own[name]?.inc(labels),
    set(name, values) {
      standing[name]?.reset()
      for (const [value, labels = {}] of values) standing[name]?.set(labels, value)
    },
    observe: (route, status, seconds) => requests.observe({ route, status: String(status) }, seconds),
    text: () => registry.metrics(),
  }
}
