export { checkBudget, clearSpent, type Purse, spend, sweepLimits } from './budget.ts'
