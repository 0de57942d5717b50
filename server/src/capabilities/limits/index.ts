export { checkBudget, checkBudgets, clearSpent, type Purse, spend, sweepLimits } from './budget.ts'
