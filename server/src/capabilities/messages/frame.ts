import { type Language, localeOf, type Ports } from '../../kernel/index.ts'
import { quoteName } from './compose.ts'
import { messageSettings } from './settings.ts'

/** What every security message names: on whose behalf, where, and when, written for its reader. */
export interface Frame {
  app: string
  website: string
  at: string
}

/** By locale and time zone: to make one costs more than all that a message needs besides. */
const formatters = new Map<string, Intl.DateTimeFormat>()
/** Each language in some time zones; a house has one. */
const mostFormatters = 50

function formatterOf(locale: string, timeZone: string): Intl.DateTimeFormat {
  const name = `${locale} ${timeZone}`
  const known = formatters.get(name)
  if (known) return known
  if (formatters.size >= mostFormatters) formatters.clear()
  const formatter = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone })
  formatters.set(name, formatter)
  return formatter
}

type Sender = { name: string; domains: readonly string[] }

/**
 * Read before the transaction that enqueues. Dates are told in the language's own calendar and digits (pages.md).
 *
 * @param happenedAt when what the message tells of happened, epoch ms; now where nothing is said
 */
export const frameOf = async (at: Ports, app: Sender, language: Language, happenedAt?: number): Promise<Frame> =>
  (await prepareFrame(at, app, language))(happenedAt)

/** As {@link frameOf}, for a message that will hardly ever leave: what is answered writes the frame within the transaction. */
export async function prepareFrame(
  at: Ports,
  app: Sender,
  language: Language,
): Promise<(happenedAt?: number) => Frame> {
  const { timeZone } = await messageSettings.read(at)
  return (happenedAt = at.clock.now()) => ({
    app: quoteName(app.name),
    website: quoteName(app.domains[0] ?? app.name),
    at: `\u2068${formatterOf(localeOf(language), timeZone).format(happenedAt)}\u2069`,
  })
}
