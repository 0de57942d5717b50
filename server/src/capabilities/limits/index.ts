export { checkBudget, checkBudgets, clearSpent, type Purse, readSpent, spend, sweepLimits } from './budget.ts'
export { type Charge, spendTogether } from './spend-together.ts'
