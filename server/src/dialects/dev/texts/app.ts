import type { Language } from '../../../kernel/index.ts'

/** The words of the demo app in one language. `name` arrives isolated. */
export interface AppTexts {
  title: string
  about: string
  openId: string
  openIdAbout: string
  openIdButton: string
  logInWith: string
  logInWithAbout: string
  logInWithButton: string
  invite: string
  inviteAbout: string
  inviteButton: string
  firstName: string
  lastName: string
  hello: (name: string) => string
  received: string
  failed: string
  mismatch: string
  back: string
}

export const appTexts: Readonly<Record<Language, AppTexts>> = {
  fa: {
    title: 'برنامهٔ نمونه',
    about: 'برنامه‌ای مانند هر برنامهٔ دیگر: فقط از نشانی‌های عمومی این سامانه استفاده می‌کند. سه راه ورود دارد.',
    openId: 'ورود استاندارد',
    openIdAbout: 'با \u2068OpenID Connect\u2069: کد، \u2068PKCE\u2069، توکن و سپس مشخصات شما.',
    openIdButton: 'ورود',
    logInWith: 'ورود با یک پیوند',
    logInWithAbout: 'یک پیوند، یک کلید یک‌بارمصرف و دو درخواست؛ همان که شبکه‌های اجتماعی دارند.',
    logInWithButton: 'ورود با این سامانه',
    invite: 'پیش‌ثبت‌نام',
    inviteAbout: 'برنامه آنچه را از شما می‌داند از پیش می‌فرستد؛ شما ایمیل خود را تأیید می‌کنید و رمز عبور می‌گذارید.',
    inviteButton: 'ادامه و تکمیل ثبت‌نام',
    firstName: 'نام کوچک',
    lastName: 'نام خانوادگی',
    hello: (name) => `سلام، ${name}`,
    received: 'آنچه برنامه دریافت کرد',
    failed: 'ورود انجام نشد',
    mismatch: 'این پاسخ به هیچ ورودی که در این مرورگر شروع شده باشد مربوط نیست. از نو شروع کنید.',
    back: 'بازگشت به برنامهٔ نمونه',
  },
  ar: {
    title: 'تطبيق تجريبي',
    about: 'تطبيق كسائر التطبيقات: لا يستخدم إلا العناوين العامة لهذا الخادم. وفيه ثلاث طرق لتسجيل الدخول.',
    openId: 'تسجيل الدخول القياسي',
    openIdAbout: 'عبر \u2068OpenID Connect\u2069: رمز مع \u2068PKCE\u2069، ثم رمز وصول، ثم بياناتك.',
    openIdButton: 'تسجيل الدخول',
    logInWith: 'تسجيل الدخول برابط',
    logInWithAbout: 'رابط ومفتاح لمرة واحدة وطلبان، كما في الشبكات الاجتماعية.',
    logInWithButton: 'تسجيل الدخول بهذا الحساب',
    invite: 'التسجيل المسبق',
    inviteAbout: 'يرسل التطبيق مسبقًا ما يعرفه عنك، ثم تؤكد بريدك الإلكتروني وتختار كلمة مرور.',
    inviteButton: 'متابعة التسجيل',
    firstName: 'الاسم الأول',
    lastName: 'اسم العائلة',
    hello: (name) => `مرحبًا ${name}`,
    received: 'ما تلقاه التطبيق',
    failed: 'لم يتم تسجيل الدخول',
    mismatch: 'هذا الرد لا يخص عملية تسجيل دخول بدأت في هذا المتصفح. ابدأ من جديد.',
    back: 'العودة إلى التطبيق التجريبي',
  },
  vi: {
    title: 'Ứng dụng mẫu',
    about: 'Một ứng dụng như mọi ứng dụng khác: chỉ dùng các địa chỉ công khai của máy chủ này. Có ba cách đăng nhập.',
    openId: 'Đăng nhập theo chuẩn',
    openIdAbout: 'Bằng OpenID Connect: mã có PKCE, rồi mã truy cập, rồi thông tin của bạn.',
    openIdButton: 'Đăng nhập',
    logInWith: 'Đăng nhập bằng một liên kết',
    logInWithAbout: 'Một liên kết, một khóa dùng một lần và hai yêu cầu, như ở các mạng xã hội.',
    logInWithButton: 'Đăng nhập bằng tài khoản này',
    invite: 'Đăng ký trước',
    inviteAbout: 'Ứng dụng gửi trước những gì đã biết về bạn; bạn xác nhận email và đặt mật khẩu.',
    inviteButton: 'Tiếp tục đăng ký',
    firstName: 'Tên',
    lastName: 'Họ',
    hello: (name) => `Xin chào, ${name}`,
    received: 'Ứng dụng đã nhận được',
    failed: 'Chưa đăng nhập được',
    mismatch: 'Phản hồi này không thuộc lần đăng nhập nào bắt đầu trong trình duyệt này. Hãy bắt đầu lại.',
    back: 'Quay lại ứng dụng mẫu',
  },
  fr: {
    title: 'Application de démonstration',
    about:
      'Une application comme une autre\u00a0: elle n’utilise que les adresses publiques de ce serveur. Elle offre trois façons de se connecter.',
    openId: 'La connexion standard',
    openIdAbout: 'Par OpenID Connect\u00a0: un code avec PKCE, un jeton, puis vos informations.',
    openIdButton: 'Se connecter',
    logInWith: 'La connexion par un lien',
    logInWithAbout: 'Un lien, une clé à usage unique et deux requêtes, comme sur les réseaux sociaux.',
    logInWithButton: 'Se connecter avec ce compte',
    invite: 'La préinscription',
    inviteAbout:
      'L’application transmet d’avance ce qu’elle sait de vous\u202f; vous confirmez votre adresse et choisissez un mot de passe.',
    inviteButton: 'Poursuivre l’inscription',
    firstName: 'Prénom',
    lastName: 'Nom de famille',
    hello: (name) => `Bonjour ${name}`,
    received: 'Ce que l’application a reçu',
    failed: 'La connexion n’a pas abouti',
    mismatch: 'Cette réponse n’appartient à aucune connexion commencée dans ce navigateur. Recommencez.',
    back: 'Revenir à l’application',
  },
  en: {
    title: 'Demo app',
    about: 'An app like any other: it uses nothing but this server’s public addresses. It has three ways to sign in.',
    openId: 'The standard way',
    openIdAbout: 'By OpenID Connect: a code with PKCE, a token, then who you are.',
    openIdButton: 'Sign in',
    logInWith: 'By a link',
    logInWithAbout: 'A link, a key for one use and two requests, as social networks have it.',
    logInWithButton: 'Sign in with this account',
    invite: 'Pre-registration',
    inviteAbout: 'The app sends ahead what it knows of you; you confirm your e-mail and set a password.',
    inviteButton: 'Continue to register',
    firstName: 'First name',
    lastName: 'Last name',
    hello: (name) => `Hello, ${name}`,
    received: 'What the app received',
    failed: 'That sign-in did not work',
    mismatch: 'This answer belongs to no sign-in that began in this browser. Begin again.',
    back: 'Back to the demo app',
  },
}
