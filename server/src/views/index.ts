export { layout, type Sheet } from './layout.ts'
export { refusalTexts, sayFailed, sayRefusal } from './refusals/index.ts'
