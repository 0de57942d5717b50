/** Ways to prove who one is (RFC 8176), by what they show: something known, held or being. */
const factors: Readonly<Record<string, string>> = { pwd: 'known', otp: 'held', sms: 'held', hwk: 'held', swk: 'held' }

/** How sure we are, by the number of different factors: `1` or `2` (OpenID Connect Core §2, acr). */
export const acrOf = (methods: readonly string[]): string =>
  new Set(methods.map((one) => factors[one] ?? 'known')).size > 1 ? '2' : '1'

export const acrValues = ['1', '2']
