export { refusalTexts } from './refusals/index.ts'
