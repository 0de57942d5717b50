/** One thing a journey needs, and the page that asks for it. */
export interface Requirement<Page extends string, Facts, Policy = void> {
  readonly page: Page
  readonly met: (facts: Facts, policy: Policy) => boolean
}

/**
 * The page to show: the first whose requirement is unmet; undefined when nothing is missing. Computed from the facts
 * each time, so that the back button, a second tab and a later return need no code of their own (attacks 38, 40).
 */
export function firstUnmet<Page extends string, Facts, Policy>(
  requirements: readonly Requirement<Page, Facts, Policy>[],
  facts: Facts,
  policy: Policy,
): Page | undefined {
  return requirements.find((one) => !one.met(facts, policy))?.page
}
