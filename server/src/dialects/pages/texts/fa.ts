import type { PageTexts } from './texts.ts'

export const fa: PageTexts = {
  signInTo: (app) => `ورود به ${app}`,
  email: 'ایمیل',
  password: 'رمز عبور',
  signIn: 'ورود',
  cancel: 'فعلاً نه',
  problem: 'انجام نشد',
  allowTitle: (app) => `به ${app} می‌روید؟`,
  willReceive: (app) => `${app} این‌ها را دریافت می‌کند:`,
  scopes: {
    account: 'شمارهٔ حساب شما، که شما را از دیگران جدا می‌کند',
    profile: 'نمایهٔ شما: نام، جنسیت، تاریخ تولد، تصویر و وب‌سایت',
    email: 'نشانی ایمیل شما',
    phone: 'شمارهٔ تلفن شما',
    offline_access: 'همهٔ این‌ها در نبود شما نیز، تا زمانی که اجازه را پس بگیرید',
  },
  signedInAs: (person) => `با حساب ${person} وارد شده‌اید.`,
  allow: 'ادامه',
  over: 'این ورود به پایان رسیده است',
  overHelp:
    'این ورود پیش‌تر انجام شده، بیش از اندازه طول کشیده یا در مرورگر دیگری آغاز شده است. به برنامه برگردید و از نو آغاز کنید.',
}
