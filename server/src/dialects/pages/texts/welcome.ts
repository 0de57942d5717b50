import type { Language } from '../../../kernel/index.ts'

interface WelcomeTexts {
  title: string
  about: (house: string) => string
  account: string
  accountHelp: string
  developers: string
  developersHelp: string
  inbox: string
  inboxHelp: string
  site: string
  siteHelp: string
}

/** The words of the front door. */
export const welcomeTexts: Readonly<Record<Language, WelcomeTexts>> = {
  fa: {
    title: 'یک حساب برای همهٔ برنامه‌ها',
    about: (house) => `در ${house} یک بار ثبت‌نام می‌کنید و با همان حساب وارد همهٔ برنامه‌ها می‌شوید.`,
    account: 'حساب من',
    accountHelp: 'نشانی‌ها، رمز عبور، دستگاه‌ها و برنامه‌هایی که به آن‌ها اجازه داده‌اید',
    developers: 'توسعه‌دهندگان',
    developersHelp: 'برنامهٔ خود را ثبت کنید تا کاربران با این حساب وارد آن شوند',
    inbox: 'صندوق پیام‌های آزمایشی',
    inboxHelp: 'پیام‌هایی که یک سرور واقعی می‌فرستاد',
    site: 'وب‌سایت نمونه',
    siteHelp: 'ثبت‌نام و ورود از راه درگاه اعضا',
  },
  ar: {
    title: 'حساب واحد لكل التطبيقات',
    about: (house) => `في ${house} تنشئ حسابك مرة واحدة، ثم تسجّل به الدخول إلى كل التطبيقات.`,
    account: 'حسابي',
    accountHelp: 'العناوين وكلمة المرور والأجهزة والتطبيقات التي سمحت لها',
    developers: 'للمطورين',
    developersHelp: 'سجّل تطبيقك ليستخدم الناس هذا الحساب فيه',
    inbox: 'صندوق الرسائل التجريبي',
    inboxHelp: 'الرسائل التي كان سيرسلها خادم حقيقي',
    site: 'موقع تجريبي',
    siteHelp: 'إنشاء حساب وتسجيل الدخول عبر بوابة الأعضاء',
  },
  vi: {
    title: 'Một tài khoản cho mọi ứng dụng',
    about: (house) => `Tại ${house}, bạn đăng ký một lần và dùng chính tài khoản đó để vào mọi ứng dụng.`,
    account: 'Tài khoản của tôi',
    accountHelp: 'Địa chỉ, mật khẩu, thiết bị và các ứng dụng bạn đã cho phép',
    developers: 'Nhà phát triển',
    developersHelp: 'Đăng ký ứng dụng của bạn để mọi người đăng nhập bằng tài khoản này',
    inbox: 'Hộp thư thử nghiệm',
    inboxHelp: 'Mọi thư và tin nhắn mà một máy chủ thật sẽ gửi đi',
    site: 'Trang web mẫu',
    siteHelp: 'Đăng ký và đăng nhập qua cổng thành viên',
  },
  fr: {
    title: 'Un seul compte pour toutes les applications',
    about: (house) =>
      `Sur ${house}, vous vous inscrivez une fois, et le même compte vous connecte à toutes les applications.`,
    account: 'Mon compte',
    accountHelp: 'Adresses, mot de passe, appareils et applications autorisées',
    developers: 'Développeurs',
    developersHelp: 'Enregistrez votre application pour qu’on s’y connecte avec ce compte',
    inbox: 'Boîte de réception d’essai',
    inboxHelp: 'Tous les messages qui seraient partis d’un vrai serveur',
    site: 'Site de démonstration',
    siteHelp: 'S’inscrire et se connecter par le portail des membres',
  },
  en: {
    title: 'One account for every app',
    about: (house) => `At ${house} you register once, and the same account signs you in to every app.`,
    account: 'My account',
    accountHelp: 'Addresses, password, devices, and the apps you allowed',
    developers: 'Developers',
    developersHelp: 'Register your app, so that people sign in to it with this account',
    inbox: 'Test inbox',
    inboxHelp: 'Every message that a real server would have sent',
    site: 'Demo website',
    siteHelp: 'Register and sign in through the member portal',
  },
}
