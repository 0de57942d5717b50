import type { Language } from '../../../kernel/index.ts'

interface FrameTexts {
  problem: string
  again: string
  toAccount: string
}

/** The words of pages that say what could not be done. */
export const frameTexts: Readonly<Record<Language, FrameTexts>> = {
  fa: { problem: 'این کار انجام نشد', again: 'دوباره امتحان کنید', toAccount: 'حساب من' },
  ar: { problem: 'لم يتم ذلك', again: 'حاول مرة أخرى', toAccount: 'حسابي' },
  vi: { problem: 'Chưa thực hiện được', again: 'Thử lại', toAccount: 'Tài khoản của tôi' },
  fr: { problem: 'Cela n’a pas pu se faire', again: 'Réessayer', toAccount: 'Mon compte' },
  en: { problem: 'That could not be done', again: 'Try again', toAccount: 'My account' },
}
