/** The five languages every text exists in (rule 12). */
export const languages = ['fa', 'ar', 'vi', 'fr', 'en'] as const
export type Language = (typeof languages)[number]

/** The language a tag such as `fa-IR` names, if it is one of ours (BCP 47, primary subtag). */
export function findLanguage(tag: string | undefined): Language | undefined {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0]
  return languages.find((language) => language === primary)
}

/** The writing direction of a language, as the HTML attribute `dir` wants it. */
export const directionOf = (language: Language): 'rtl' | 'ltr' =>
  language === 'fa' || language === 'ar' ? 'rtl' : 'ltr'

/** The locale in which a language writes its dates: calendar and digits of its own (pages.md). */
export const localeOf = (language: Language): string => locales[language]

const locales: Record<Language, string> = {
  fa: 'fa-IR-u-ca-persian',
  ar: 'ar-EG',
  vi: 'vi-VN',
  fr: 'fr-FR',
  en: 'en-GB',
}
