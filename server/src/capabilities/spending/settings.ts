import { Type } from 'typebox'
import { setting, slice } from '../settings/index.ts'

const Money = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** The first digits of a number as people abroad dial it: a calling code, or that of an operator too. */
const Prefix = Type.String({ pattern: '^\\+[1-9]\\d{0,9}$' })
const closed = { additionalProperties: false }

export const spendingSettings = slice('spending', {
  regions: setting(
    Type.Array(Type.String({ pattern: '^([A-Z]{2}|\\*)$' }), { maxItems: 250 }),
    [],
    'Countries (ISO 3166-1) whose numbers are sent codes; none named: that of the setting region alone, since codes to far numbers are how others earn money by a form like ours; "*" for all',
  ),
  price: setting(
    Money,
    0,
    'What one text message costs, in the smallest unit of the operator’s own currency, where no prefix says otherwise',
  ),
  prices: setting(
    Type.Array(Type.Object({ prefix: Prefix, price: Money }, closed), { maxItems: 500 }),
    [],
    'What one text message costs to numbers that begin so; the longest prefix that fits counts',
  ),
  moneyPerDay: setting(
    Money,
    0,
    'What text messages may cost in one day (UTC) before no more leave, in the same unit; 0: nothing stops them',
  ),
})
