import type { Language } from '../../../kernel/index.ts'

/** What the pages of signing in say of mobile numbers. `number` and `time` arrive isolated. */
interface PhoneTexts {
  mobile: string
  codeTitle: string
  codeSent: (number: string) => string
  /** Until another code may be asked for, as minutes and seconds. */
  wait: (time: string) => string
  now: string
  /** Where a code was sent twice, or could not be delivered. */
  missing: string
  otherWay: string
  byMail: string
  mailTitle: string
  /** The same whether or not there is such an address (rule 4). */
  mailed: string
  /** Where codes are paused. */
  longer: string
  passwordOptional: string
  /** For a number that may have come to somebody else. */
  stillTitle: string
  stillHelp: (number: string) => string
  stillPassword: string
  stillMail: string
  newcomerTitle: string
  newcomerHelp: string
  newcomerOnly: string
  newcomer: string
}

export const phoneTexts: Readonly<Record<Language, PhoneTexts>> = {
  fa: {
    mobile: 'شمارهٔ موبایل',
    codeTitle: 'کدی را که پیامک کردیم وارد کنید',
    codeSent: (number) => `کد را به ${number} پیامک کردیم. شاید رسیدن آن یک دقیقه طول بکشد.`,
    wait: (time) => `${time} دیگر می‌توانید کد جدیدی بخواهید.`,
    now: 'حالا می‌توانید کد جدیدی بخواهید.',
    missing: 'کد نرسیده است؟ آن را از راه دیگری می‌فرستیم: با پیامکی از سرویس دیگر، یا با تماس تلفنی اگر فراهم باشد.',
    otherWay: 'ارسال از راه دیگر',
    byMail: 'ارسال به ایمیل حساب',
    mailTitle: 'کدی را که ایمیل کردیم وارد کنید',
    mailed: 'اگر حساب این شماره ایمیل تأییدشده‌ای داشته باشد، کد به آن فرستاده شده است. پوشهٔ هرزنامه‌ها را هم ببینید.',
    longer: 'کد جدیدی بخواهید: طولانی‌تر است و همین حالا هم کار می‌کند.',
    passwordOptional: 'اختیاری است: بدون آن، هر بار با کدی که پیامک می‌شود وارد می‌شوید.',
    stillTitle: 'این حساب هنوز از آنِ شماست؟',
    stillHelp: (number) =>
      `مدت زیادی است که کسی با ${number} وارد نشده است، و گاهی شمارهٔ موبایل به شخص دیگری می‌رسد. پس یک نشانهٔ دیگر هم لازم است.`,
    stillPassword: 'رمز عبور این حساب',
    stillMail: 'ارسال کد به ایمیل حساب',
    newcomerTitle: 'این حساب از آنِ شما نیست؟',
    newcomerHelp:
      'حساب تازه‌ای با این شماره بسازید. شماره از حساب قبلی برداشته می‌شود و هر چه در آن است برای صاحبش می‌ماند.',
    newcomerOnly:
      'این حساب رمز عبور یا ایمیلی ندارد که با آن شما را بشناسیم. اگر حساب شما بوده است، پیش از ساختن حساب تازه با پشتیبانی تماس بگیرید.',
    newcomer: 'ساختن حساب تازه',
  },
  ar: {
    mobile: 'رقم الجوال',
    codeTitle: 'أدخل الرمز الذي وصلك في رسالة نصية',
    codeSent: (number) => `أرسلنا الرمز إلى ${number}. قد يستغرق وصوله دقيقة.`,
    wait: (time) => `يمكنك طلب رمز جديد بعد ${time}.`,
    now: 'يمكنك الآن طلب رمز جديد.',
    missing: 'لم يصلك الرمز؟ نرسله بطريقة أخرى: برسالة من خدمة أخرى، أو بمكالمة إن توفرت.',
    otherWay: 'إرسال بطريقة أخرى',
    byMail: 'إرسال إلى بريد الحساب',
    mailTitle: 'أدخل الرمز المرسل إلى بريدك',
    mailed: 'إن كان لحساب هذا الرقم بريد مؤكَّد، فقد أُرسل الرمز إليه. ابحث أيضًا في البريد غير المرغوب فيه.',
    longer: 'اطلب رمزًا جديدًا: هو أطول، ويعمل الآن أيضًا.',
    passwordOptional: 'اختيارية: من دونها تدخل كل مرة برمز يصلك في رسالة نصية.',
    stillTitle: 'هل ما زال هذا الحساب لك؟',
    stillHelp: (number) =>
      `لم يسجّل أحد الدخول بالرقم ${number} منذ وقت طويل، وقد تنتقل الأرقام إلى أشخاص آخرين؛ لذلك نحتاج إلى إثبات آخر.`,
    stillPassword: 'كلمة مرور هذا الحساب',
    stillMail: 'إرسال رمز إلى بريد الحساب',
    newcomerTitle: 'ليس هذا حسابك؟',
    newcomerHelp: 'أنشئ حسابًا جديدًا بهذا الرقم. يُزال الرقم من الحساب السابق، ويبقى كل ما فيه لصاحبه.',
    newcomerOnly: 'ليس لهذا الحساب كلمة مرور ولا بريد نعرفك به. إن كان حسابك، فتواصل مع الدعم قبل أن تنشئ حسابًا جديدًا.',
    newcomer: 'إنشاء حساب جديد',
  },
  vi: {
    mobile: 'Số di động',
    codeTitle: 'Nhập mã trong tin nhắn',
    codeSent: (number) => `Chúng tôi đã nhắn mã đến ${number}. Có thể mất một phút.`,
    wait: (time) => `Bạn có thể yêu cầu mã mới sau ${time}.`,
    now: 'Bây giờ bạn có thể yêu cầu mã mới.',
    missing: 'Chưa nhận được mã? Chúng tôi gửi theo cách khác: tin nhắn qua dịch vụ khác, hoặc cuộc gọi nếu có.',
    otherWay: 'Gửi theo cách khác',
    byMail: 'Gửi đến email của tài khoản',
    mailTitle: 'Nhập mã chúng tôi gửi qua email',
    mailed: 'Nếu tài khoản của số này có email đã xác nhận, mã đã được gửi đến đó. Hãy xem cả mục thư rác.',
    longer: 'Hãy yêu cầu mã mới: mã dài hơn và vẫn dùng được ngay bây giờ.',
    passwordOptional: 'Không bắt buộc: nếu không đặt, mỗi lần bạn đăng nhập bằng mã trong tin nhắn.',
    stillTitle: 'Tài khoản này vẫn là của bạn chứ?',
    stillHelp: (number) =>
      `Đã lâu không ai đăng nhập bằng ${number}, và số di động đôi khi được cấp cho người khác. Vì vậy chúng tôi cần thêm một bằng chứng.`,
    stillPassword: 'Mật khẩu của tài khoản này',
    stillMail: 'Gửi mã đến email của tài khoản này',
    newcomerTitle: 'Đây không phải tài khoản của bạn?',
    newcomerHelp:
      'Hãy tạo tài khoản mới với số này. Số được gỡ khỏi tài khoản cũ; mọi thứ khác trong đó vẫn thuộc về chủ cũ.',
    newcomerOnly:
      'Tài khoản này không có mật khẩu hay email để nhận ra bạn. Nếu đó từng là tài khoản của bạn, hãy liên hệ bộ phận hỗ trợ trước khi tạo tài khoản mới.',
    newcomer: 'Tạo tài khoản mới',
  },
  fr: {
    mobile: 'Numéro de mobile',
    codeTitle: 'Saisissez le code reçu par SMS',
    codeSent: (number) => `Nous l’avons envoyé au ${number}. Cela peut prendre une minute.`,
    wait: (time) => `Vous pourrez demander un nouveau code dans ${time}.`,
    now: 'Vous pouvez maintenant demander un nouveau code.',
    missing:
      'Pas de code\u202f? Nous l’envoyons par une autre voie\u00a0: un SMS par un autre service, ou un appel si c’est possible.',
    otherWay: 'Envoyer par une autre voie',
    byMail: 'Envoyer à l’e-mail du compte',
    mailTitle: 'Saisissez le code que nous avons envoyé par e-mail',
    mailed:
      'Si le compte de ce numéro a une adresse e-mail confirmée, le code y a été envoyé. Regardez aussi dans les indésirables.',
    longer: 'Demandez un nouveau code\u00a0: il sera plus long et fonctionnera dès maintenant.',
    passwordOptional: 'Facultatif\u00a0: sans lui, vous vous connectez chaque fois avec un code reçu par SMS.',
    stillTitle: 'Ce compte est-il toujours à vous\u202f?',
    stillHelp: (number) =>
      `Personne ne s’est connecté avec le ${number} depuis longtemps, et un numéro passe parfois à quelqu’un d’autre. Il nous faut donc une autre preuve.`,
    stillPassword: 'Mot de passe de ce compte',
    stillMail: 'Recevoir un code à l’e-mail du compte',
    newcomerTitle: 'Ce compte n’est pas à vous\u202f?',
    newcomerHelp:
      'Créez un nouveau compte avec ce numéro. Il est retiré de l’ancien compte, dont tout le reste demeure à son propriétaire.',
    newcomerOnly:
      'Ce compte n’a ni mot de passe ni e-mail qui permette de vous reconnaître. S’il était à vous, contactez l’assistance avant de créer un nouveau compte.',
    newcomer: 'Créer un nouveau compte',
  },
  en: {
    mobile: 'Mobile number',
    codeTitle: 'Enter the code from your text message',
    codeSent: (number) => `We sent it to ${number}. It may take a minute.`,
    wait: (time) => `You can ask for a new code in ${time}.`,
    now: 'You can ask for a new code now.',
    missing: 'No code yet? We send it another way: a text message by another service, or a call where there is one.',
    otherWay: 'Send it another way',
    byMail: 'Send it to the e-mail of the account',
    mailTitle: 'Enter the code that we sent by e-mail',
    mailed:
      'If the account with this number has a confirmed e-mail address, the code was sent there. Look in your spam folder, too.',
    longer: 'Ask for a new code: it will be longer, and it works even now.',
    passwordOptional: 'Optional: without one, you sign in with a code by text message each time.',
    stillTitle: 'Is this account still yours?',
    stillHelp: (number) =>
      `Nobody has signed in with ${number} for a long time, and a mobile number sometimes passes to somebody else. So we need one more proof.`,
    stillPassword: 'Password of this account',
    stillMail: 'Send a code to the e-mail of this account',
    newcomerTitle: 'Not your account?',
    newcomerHelp:
      'Create a new account with this number. The number is taken off the old account; everything else in it stays its owner’s.',
    newcomerOnly:
      'This account has no password and no e-mail to know you by. If it was yours, ask the support before you create a new one.',
    newcomer: 'Create a new account',
  },
}
