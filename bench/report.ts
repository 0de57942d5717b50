/** The middle of a list of figures, which one disturbed phase does not move. */
export const median = (figures: readonly number[]): number => quantile(figures, 0.5)

/** The figure below which `share` of them lie (nearest rank). */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

let missed = 0

/** Prints a figure, and what it is held against. */
export function print(name: string, figure: string, beside = ''): void {
  process.stdout.write(`  ${name.padEnd(58)}${figure.padStart(12)}  ${beside}\n`)
}

export const heading = (text: string): void => void process.stdout.write(`\n${text}\n`)

/** Prints a figure with its bound; a missed one makes the bench end with code 1. */
export function hold(name: string, figure: number, bound: `${'<' | '>=' | '<='} ${number}`, unit = ''): void {
  const [operator, limitText] = bound.split(' ')
  const limit = Number(limitText)
  const kept = operator === '<' ? figure < limit : operator === '<=' ? figure <= limit : figure >= limit
  if (!kept) missed++
  print(name, `${spell(figure)}${unit}`, `bound ${bound}${unit}: ${kept ? 'kept' : 'MISSED'}`)
}

export const spell = (figure: number): string => (figure >= 100 ? figure.toFixed(0) : figure.toPrecision(3))

/** Ends the bench: code 1 when a bound was missed. */
export function conclude(): void {
  process.stdout.write(missed === 0 ? '\nevery bound was kept\n' : `\n${missed} bounds were MISSED\n`)
  process.exitCode = missed === 0 ? 0 : 1
}
