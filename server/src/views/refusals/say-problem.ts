import type { AnswerProblem } from '../../kernel/index.ts'
import type { RefusalTexts } from './texts.ts'

/** What is wrong with one field of an answer, as a sentence. @param name how the reader knows the field */
export function sayProblemIn(texts: RefusalTexts, { field, rule }: AnswerProblem, name = field): string {
  switch (rule) {
    case 'missing':
    case 'unknown':
    case 'duplicate':
      return texts[`input.${rule}`]({ field: name })
    default:
      return texts['input.invalid']({ field: name, rule })
  }
}

/** All that is wrong with an answer, a sentence each. */
export const sayProblemsIn = (texts: RefusalTexts, problems: readonly AnswerProblem[]): string =>
  problems
    .slice(0, 10)
    .map((problem) => sayProblemIn(texts, problem))
    .join(' ')
