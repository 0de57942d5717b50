import type { AnswerProblem, Language, Refusal } from '../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import { sayProblemIn } from './say-problem.ts'
import type { RefusalTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { RefusalTexts } from './texts.ts'

export const refusalTexts: Record<Language, RefusalTexts> = { fa, ar, vi, fr, en }

/** A refusal as a sentence in the reader's language. */
export function sayRefusal(language: Language, refusal: Refusal): string {
  const say = refusalTexts[language][refusal.code] as (facts: Refusal['facts']) => string
  return say(refusal.facts)
}

/** The sentence for a bug of ours: `request` is its number in the log. */
export const sayFailed = (language: Language, request: string): string => refusalTexts[language].failed(request)

/** What is wrong with one field of an answer. @param name how the reader knows the field; its marker where nothing is said */
export const sayProblem = (language: Language, problem: AnswerProblem, name?: string): string =>
  sayProblemIn(refusalTexts[language], problem, name)
