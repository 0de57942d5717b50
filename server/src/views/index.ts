export { layout } from './layout.ts'
export { refusalTexts, sayFailed, sayRefusal } from './refusals/index.ts'
