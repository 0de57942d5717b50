import type { PageTexts } from './texts.ts'

export const ar: PageTexts = {
  signInTo: (app) => `تسجيل الدخول إلى ${app}`,
  email: 'البريد الإلكتروني',
  password: 'كلمة المرور',
  signIn: 'تسجيل الدخول',
  cancel: 'ليس الآن',
  problem: 'لم يتم ذلك',
  allowTitle: (app) => `هل تتابع إلى ${app}؟`,
  willReceive: (app) => `سيتلقى ${app} ما يلي:`,
  scopes: {
    account: 'رقم حسابك الذي يميّزك عن غيرك',
    profile: 'ملفك الشخصي: الاسم والجنس وتاريخ الميلاد والصورة والموقع',
    email: 'عنوان بريدك الإلكتروني',
    phone: 'رقم هاتفك',
    offline_access: 'كل ذلك في غيابك أيضًا، إلى أن تسحب الإذن',
  },
  signedInAs: (person) => `أنت مسجّل الدخول باسم ${person}.`,
  allow: 'متابعة',
  over: 'انتهت عملية الدخول هذه',
  overHelp: 'اكتملت من قبل، أو استغرقت وقتًا طويلًا، أو بدأت في متصفح آخر. ارجع إلى التطبيق وابدأ من جديد.',
}
