import type { InputRule, RefusalCode, Refusals } from '../../kernel/index.ts'

/** Every refusal in one language, as a sentence that says what to do (rule 12). Fields are named as the wire names them. */
export type RefusalTexts = { readonly [C in RefusalCode]: (facts: Refusals[C]) => string } & {
  /** The end of «X is not right: …». */
  readonly rules: Readonly<Record<InputRule, string>>
  /** A span of time in words. */
  readonly wait: (seconds: number) => string
  /** A bug of ours; `request` is the number in the log. */
  readonly failed: (request: string) => string
}
