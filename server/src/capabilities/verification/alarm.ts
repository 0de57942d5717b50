import { sql } from 'kysely'
import { type Email, findEmail, type Ports, seconds, type Tx, transact } from '../../kernel/index.ts'
import { recordEvent } from '../audit/index.ts'
import { enqueue, frameOf } from '../messages/index.ts'
import { houseSettings } from '../settings/index.ts'
import { verificationSettings } from './settings.ts'
import { readTallies, sweepTallies, writeTallies } from './tally.ts'
import './table.ts'

/** A code counts against the ratio once people have had this long to type it, ms. */
const grace = 120_000
/** How long the operator's letter is worth sending, seconds. */
const letterLife = 86_400

interface Found {
  readonly prefix: string
  readonly sent: number
  readonly verified: number
}

/**
 * Writes what was counted and weighs it: where fewer of the codes to a calling code are typed right than the settings
 * ask for, somebody sends them for another reason than signing in (codes.md, attack 21), and the alarm is raised, once in
 * a window, by an event, in the log and by a letter to the operator. It ends when the ratio recovers, or hardly any codes
 * are sent any more.
 *
 * @param always also where this process has counted nothing since it last looked
 */
export async function weighCodes(at: Ports, always = false): Promise<void> {
  if (!(await writeTallies(at)) && !always) return
  const { alarmSeconds, alarmMinimum, alarmPercent } = await verificationSettings.read(at)
  const now = at.clock.now()
  const all = await readTallies(at, now - seconds(alarmSeconds) - grace, now - grace)
  const low = all.filter(({ sent, verified }) => sent >= alarmMinimum && verified * 100 < alarmPercent * sent)
  for (const one of low) await raise(at, one)
  await end(at, new Set(low.map(({ prefix }) => prefix)))
  await sweepTallies(at, now - 2 * (seconds(alarmSeconds) + grace))
}

async function raise(at: Ports, found: Found): Promise<void> {
  const { alarmSeconds, alarmMail } = await verificationSettings.read(at)
  const now = at.clock.now()
  const again = sql<boolean>`code_alarms.raised_at <= ${now - seconds(alarmSeconds)}`
  const letter = await letterOf(at, found, Math.round(alarmSeconds / 60))
  const told = await transact(at, async (tx) => {
    // Of any number of processes that look at once one raises it (rule 1); within the window it rings on without a word.
    const { rows } = await sql<{ raised_at: number }>`
      INSERT INTO code_alarms (prefix, raised_at, ringing) VALUES (${found.prefix}, ${now}, 1)
      ON CONFLICT (prefix) DO UPDATE SET
        ringing = 1, raised_at = CASE WHEN ${again} THEN excluded.raised_at ELSE code_alarms.raised_at END
      WHERE code_alarms.ringing = 0 OR ${again}
      RETURNING raised_at`.execute(tx)
    if (rows[0]?.raised_at !== now) return false
    await recordEvent(at, tx, { kind: 'codes.ratio-collapsed', facts: { ...found } })
    const to = findEmail(alarmMail)
    if (to) await letter(tx, to)
    return true
  })
  if (told) at.log.warn({ ...found }, 'few of the codes to this calling code are typed right')
}

async function end(at: Ports, low: ReadonlySet<string>): Promise<void> {
  const ringing = await at.db.selectFrom('code_alarms').select('prefix').where('ringing', '=', 1).execute()
  for (const { prefix } of ringing.filter((one) => !low.has(one.prefix))) {
    await transact(at, async (tx) => {
      const ended = await tx
        .updateTable('code_alarms')
        .set({ ringing: 0 })
        .where('prefix', '=', prefix)
        .where('ringing', '=', 1)
        .returning('prefix')
        .executeTakeFirst()
      if (ended) await recordEvent(at, tx, { kind: 'codes.ratio-recovered', facts: { prefix } })
    })
  }
}

/** Written before the transaction that sends it. */
async function letterOf(at: Ports, { prefix, sent, verified }: Found, minutes: number) {
  const { name, locale } = await houseSettings.read(at)
  const frame = await frameOf(at, { name, domains: [new URL(at.publicUrl).host] }, locale)
  const facts = { ...frame, prefix: `\u2068${prefix}\u2069`, sent, verified, minutes }
  const expiresAt = at.clock.now() + seconds(letterLife)
  return (tx: Tx, to: Email) =>
    enqueue(at, tx, { kind: 'codes-alarm', to: { kind: 'email', value: to }, language: locale, facts, expiresAt })
}

/** Tells the metrics which alarms ring, whichever process raised them. */
export async function showAlarms(at: Pick<Ports, 'db' | 'metrics'>): Promise<void> {
  const ringing = await at.db.selectFrom('code_alarms').select('prefix').where('ringing', '=', 1).execute()
  at.metrics.set(
    'codes_alarm',
    ringing.map(({ prefix }) => [1, { prefix }]),
  )
}
