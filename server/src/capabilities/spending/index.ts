export { chargeOf, checkCountry, payNotice, showMoney } from './money.ts'
export { spendingSettings } from './settings.ts'
