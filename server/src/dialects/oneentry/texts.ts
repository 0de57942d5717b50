import type { Language } from '../../kernel/index.ts'

interface OneentryTexts {
  /** For a site key that is absent or unknown, and an app that may not use forms. */
  closed: string
  /** For an access or refresh token that is absent, unknown or over. */
  token: string
  /** For a login or password that lets nobody in. */
  login: string
  /** For what this platform has and we do not: orders, products, menus … */
  nothing: string
  /** For the path that answers what a failure looks like. */
  failure: string
}

export const oneentryTexts: Readonly<Record<Language, OneentryTexts>> = {
  fa: {
    closed: 'این منبع بسته است. کلید سایت (x-app-token) فرستاده نشده، شناخته نشد یا اجازهٔ فرم‌ها را ندارد.',
    token: 'توکن فرستاده نشده یا دیگر معتبر نیست. دوباره وارد شوید.',
    login: 'نام کاربری یا گذرواژه درست نیست، یا حساب هنوز فعال نشده است.',
    nothing: 'این نشانی در این سرور چیزی ندارد. اینجا فقط فرم‌ها، ثبت‌نام و ورود در دسترس است.',
    failure: 'این خطا آزمایشی است و عمداً برگردانده شد.',
  },
  ar: {
    closed: 'هذا المورد مغلق. مفتاح الموقع (x-app-token) لم يُرسل أو غير معروف أو لا يُسمح له بالنماذج.',
    token: 'لم يُرسل رمز الوصول أو لم يعد صالحًا. سجّل الدخول من جديد.',
    login: 'اسم الدخول أو كلمة المرور غير صحيحة، أو لم يُفعَّل الحساب بعد.',
    nothing: 'لا يوجد شيء في هذا العنوان. يقدّم هذا الخادم النماذج والتسجيل والدخول فقط.',
    failure: 'هذا خطأ تجريبي أُعيد عن قصد.',
  },
  vi: {
    closed: 'Tài nguyên này đã đóng: khóa trang (x-app-token) chưa được gửi, không đúng hoặc không được dùng biểu mẫu.',
    token: 'Chưa gửi mã truy cập, hoặc mã không còn hiệu lực. Hãy đăng nhập lại.',
    login: 'Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản chưa được kích hoạt.',
    nothing: 'Không có gì ở địa chỉ này. Máy chủ này chỉ phục vụ biểu mẫu, đăng ký và đăng nhập.',
    failure: 'Đây là lỗi thử nghiệm, được trả về có chủ ý.',
  },
  fr: {
    closed:
      'Cette ressource est fermée : la clé du site (x-app-token) manque, est inconnue ou n’ouvre pas les formulaires.',
    token: 'Le jeton manque ou n’est plus valable. Connectez-vous à nouveau.',
    login: 'L’identifiant ou le mot de passe est incorrect, ou le compte n’est pas encore activé.',
    nothing:
      'Rien ne se trouve à cette adresse. Ce serveur ne propose que les formulaires, l’inscription et la connexion.',
    failure: 'Cette erreur est un essai, renvoyé à dessein.',
  },
  en: {
    closed: 'Resource is closed: the site key (x-app-token) is missing, unknown, or may not use forms.',
    token: 'The token is missing or no longer valid. Sign in again.',
    login: 'The login or the password is wrong, or the account is not active yet.',
    nothing: 'There is nothing at this address. This server offers forms, sign-up and sign-in alone.',
    failure: 'This error is a trial, returned on purpose.',
  },
}
