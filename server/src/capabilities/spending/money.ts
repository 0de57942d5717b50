import { type Mobile, originOf, type Ports, Refusal, refuse } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { type Charge, type Purse, readSpent, spend, spendTogether } from '../limits/index.ts'
import { houseSettings } from '../settings/index.ts'
import { spendingSettings } from './settings.ts'

const day = 86_400_000

const today = (at: Pick<Ports, 'clock'>): string => new Date(at.clock.now()).toISOString().slice(0, 10)
const purseOf = (at: Pick<Ports, 'clock'>): Purse => ({ budget: 'spending.moneyPerDay', of: [today(at)] })
const secondsLeft = (at: Pick<Ports, 'clock'>): number => Math.ceil((day - (at.clock.now() % day)) / 1000)

/**
 * Refuses numbers of countries that are not served: who earns by calls and messages to far numbers asks for codes to
 * them by the thousand (codes.md: SMS pumping).
 *
 * @throws `verification.country-closed`
 */
export async function checkCountry(at: Ports, mobile: Mobile): Promise<void> {
  const { regions } = await spendingSettings.read(at)
  const served = regions.length > 0 ? regions : [(await houseSettings.read(at)).region]
  const { region = '' } = originOf(mobile)
  if (!served.includes('*') && !served.includes(region)) refuse('verification.country-closed')
}

/**
 * What a text message to the number takes from the day's money, to be spent together with other budgets; nothing where
 * it costs nothing. The stop holds by the one guarded statement that spends (rule 1).
 */
export async function chargeOf(at: Ports, mobile: string): Promise<Charge | undefined> {
  const { price: usual, prices, moneyPerDay } = await spendingSettings.read(at)
  const fitting = prices.filter(({ prefix }) => mobile.startsWith(prefix))
  const amount = fitting.toSorted((a, b) => b.prefix.length - a.prefix.length)[0]?.price ?? usual
  if (amount === 0) return undefined
  const limit = moneyPerDay === 0 ? Number.MAX_SAFE_INTEGER : moneyPerDay
  return { purse: purseOf(at), amount, budget: { limit, seconds: secondsLeft(at) }, refuse: (wait) => stop(at, wait) }
}

/**
 * Spends what a text message costs that nobody waits for.
 *
 * @returns the seconds until there is money again, when there is none
 */
export async function payNotice(at: Ports, mobile: string): Promise<number | undefined> {
  const charge = await chargeOf(at, mobile)
  try {
    if (charge) await spendTogether(at, [charge])
    return undefined
  } catch (error) {
    if (error instanceof Refusal && error.code === 'server.texts-stopped') return error.retryAfterSeconds
    throw error
  }
}

/** Says once a day, in an event and in the log, that the money is spent. */
async function stop(at: Ports, retryAfterSeconds: number): Promise<never> {
  const { moneyPerDay } = await spendingSettings.read(at)
  const told = { budget: 'spending.told', of: [today(at), moneyPerDay] }
  const first = await spend(at, told, { limit: 1, seconds: secondsLeft(at) }).then(
    () => true,
    () => false,
  )
  if (first) {
    await recordEvent(at, at.db, { kind: 'spending.stopped', facts: { moneyPerDay } })
    at.log.warn({ moneyPerDay }, 'the money for text messages is spent for today')
  }
  return refuse('server.texts-stopped', { retryAfterSeconds })
}

/** Tells the metrics what was spent today, and what may be. */
export async function showMoney(at: Ports): Promise<void> {
  const { moneyPerDay } = await spendingSettings.read(at)
  at.metrics.set('money_per_day', [[moneyPerDay]])
  at.metrics.set('money_spent_today', [[await readSpent(at, purseOf(at))]])
}
