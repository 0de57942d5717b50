import type { Language } from '../../../kernel/index.ts'

/** The words of the pages where people sign up with a provider's form. */
export interface ProviderTexts {
  /** Where a form has no title of its own. */
  title: (app: string) => string
  /** Of a text with a heading. */
  heading: string
  /** Of a field with day and time. */
  time: string
  /** @param size with its unit */
  fileHelp: (size: string) => string
  filesHelp: (size: string) => string
  fileAgain: string
  codeTitle: string
  codeSent: (to: string) => string
}

export const providerTexts: Readonly<Record<Language, ProviderTexts>> = {
  fa: {
    title: (app) => `در ${app} حساب بسازید`,
    heading: 'عنوان',
    time: 'ساعت',
    fileHelp: (size) => `یک فایل، حداکثر ${size}`,
    filesHelp: (size) => `چند فایل، هر کدام حداکثر ${size}`,
    fileAgain: 'فایل‌ها را دوباره انتخاب کنید.',
    codeTitle: 'کدی را که فرستادیم وارد کنید',
    codeSent: (to) => `کد را برای ${to} فرستادیم. شاید یک دقیقه طول بکشد.`,
  },
  ar: {
    title: (app) => `أنشئ حسابًا لدى ${app}`,
    heading: 'عنوان النص',
    time: 'الوقت',
    fileHelp: (size) => `ملف واحد لا يزيد على ${size}`,
    filesHelp: (size) => `ملفات لا يزيد كل منها على ${size}`,
    fileAgain: 'اختر الملفات من جديد.',
    codeTitle: 'أدخل الرمز الذي أرسلناه',
    codeSent: (to) => `أرسلنا الرمز إلى ${to}. قد يستغرق وصوله دقيقة.`,
  },
  vi: {
    title: (app) => `Tạo tài khoản tại ${app}`,
    heading: 'Tiêu đề',
    time: 'Giờ',
    fileHelp: (size) => `Một tệp, tối đa ${size}`,
    filesHelp: (size) => `Một hoặc nhiều tệp, mỗi tệp tối đa ${size}`,
    fileAgain: 'Hãy chọn lại các tệp.',
    codeTitle: 'Nhập mã chúng tôi đã gửi',
    codeSent: (to) => `Chúng tôi đã gửi mã đến ${to}. Có thể mất một phút.`,
  },
  fr: {
    title: (app) => `Créez votre compte sur ${app}`,
    heading: 'Titre',
    time: 'Heure',
    fileHelp: (size) => `Un fichier de ${size} au plus`,
    filesHelp: (size) => `Un ou plusieurs fichiers, de ${size} au plus chacun`,
    fileAgain: 'Choisissez à nouveau les fichiers.',
    codeTitle: 'Saisissez le code que nous avons envoyé',
    codeSent: (to) => `Nous l’avons envoyé à ${to}. Cela peut prendre une minute.`,
  },
  en: {
    title: (app) => `Create an account at ${app}`,
    heading: 'Heading',
    time: 'Time',
    fileHelp: (size) => `One file of at most ${size}`,
    filesHelp: (size) => `One or more files of at most ${size} each`,
    fileAgain: 'Choose the files again.',
    codeTitle: 'Enter the code that we sent',
    codeSent: (to) => `We sent it to ${to}. It may take a minute.`,
  },
}
