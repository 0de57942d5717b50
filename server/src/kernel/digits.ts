/** Folds Persian (۰–۹) and Arabic-Indic (٠–٩) digits to ASCII; everything else stays as it is (rule 9). */
export function foldDigits(text: string): string {
  return text.replace(/[۰-۹٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
}
