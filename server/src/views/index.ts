export { layout, type Sheet } from './layout.ts'
export { drawChecks, drawFiles, drawSelect } from './lists.ts'
export { maskContact, maskEmail, maskNumber, sayNumber } from './mask.ts'
export {
  drawButton,
  drawChoice,
  drawField,
  drawForm,
  drawNotice,
  drawProblems,
  type Field,
  isolate,
  type Problem,
} from './parts.ts'
export { refusalTexts, sayFailed, sayProblem, sayRefusal } from './refusals/index.ts'
export { safeHtml } from './safe-html.ts'
export { pageScript } from './script.ts'
export { layoutTexts } from './texts.ts'
