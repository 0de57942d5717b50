import type { Language } from '../../../kernel/index.ts'

interface FrameTexts {
  problem: string
  again: string
  signIn: string
  toAccount: string
  /** On the page of an address that leads nowhere. */
  missing: string
  toStart: string
}

/** The words of pages that say what could not be done. */
export const frameTexts: Readonly<Record<Language, FrameTexts>> = {
  fa: {
    problem: 'این کار انجام نشد',
    again: 'دوباره امتحان کنید',
    signIn: 'ورود',
    toAccount: 'حساب من',
    missing: 'این صفحه پیدا نشد',
    toStart: 'صفحهٔ نخست',
  },
  ar: {
    problem: 'لم يتم ذلك',
    again: 'إعادة المحاولة',
    signIn: 'تسجيل الدخول',
    toAccount: 'حسابي',
    missing: 'لم نجد هذه الصفحة',
    toStart: 'الصفحة الرئيسية',
  },
  vi: {
    problem: 'Chưa thực hiện được',
    again: 'Thử lại',
    signIn: 'Đăng nhập',
    toAccount: 'Tài khoản của tôi',
    missing: 'Không tìm thấy trang này',
    toStart: 'Trang chủ',
  },
  fr: {
    problem: 'L’opération n’a pas abouti',
    again: 'Réessayer',
    signIn: 'Se connecter',
    toAccount: 'Mon compte',
    missing: 'Cette page est introuvable',
    toStart: 'Accueil',
  },
  en: {
    problem: 'That could not be done',
    again: 'Try again',
    signIn: 'Sign in',
    toAccount: 'My account',
    missing: 'We did not find this page',
    toStart: 'Start page',
  },
}
