import type { Language } from '../../kernel/index.ts'

/** The words of this surface for people. */
export interface SngineTexts {
  /** Heads the page for a link that names no app. */
  notFound: string
  notFoundHelp: string
  /** Heads the page for a link that names an app which cannot be logged in to. */
  problem: string
  /** The document's sentence for an app that is not there, or must not. */
  unknownApp: string
  /** For a link with a parameter that cannot be read. */
  malformed: string
  off: string
  /** Heads the page that stands in a frame, where nobody is logged in silently. */
  framed: (app: string) => string
  framedHelp: string
  open: string
}

export const sngineTexts: Readonly<Record<Language, SngineTexts>> = {
  fa: {
    notFound: 'این صفحه پیدا نشد',
    notFoundHelp: 'این پیوند نمی‌گوید که می‌خواهید وارد کدام برنامه شوید. به برنامه برگردید و دوباره امتحان کنید.',
    problem: 'ورود به این برنامه ممکن نیست',
    unknownApp: 'متأسفیم؛ برنامه‌ای که می‌خواهید از آن استفاده کنید وجود ندارد یا غیرفعال شده است',
    malformed: 'پیوندی که با آن آمده‌اید درست نیست. به برنامه برگردید و دوباره امتحان کنید.',
    off: 'مدیر سامانه ورود به برنامه‌های دیگر را غیرفعال کرده است.',
    framed: (app) => `ورود به ${app}`,
    framedHelp: 'برای امنیت شما، ورود فقط در پنجره‌ای جداگانه انجام می‌شود.',
    open: 'باز کردن در پنجره‌ای جداگانه',
  },
  ar: {
    notFound: 'لم نجد هذه الصفحة',
    notFoundHelp: 'لا يذكر هذا الرابط التطبيق الذي تريد تسجيل الدخول إليه. ارجع إلى التطبيق وحاول مرة أخرى.',
    problem: 'لا يمكن تسجيل الدخول إلى هذا التطبيق',
    unknownApp: 'عذرًا، التطبيق الذي تحاول استخدامه غير موجود أو جرى تعطيله',
    malformed: 'الرابط الذي جئت به غير صحيح. ارجع إلى التطبيق وحاول مرة أخرى.',
    off: 'أوقفت إدارة الخدمة تسجيل الدخول إلى التطبيقات الأخرى.',
    framed: (app) => `تسجيل الدخول إلى ${app}`,
    framedHelp: 'حرصًا على أمانك، لا يتم تسجيل الدخول إلا في نافذة مستقلة.',
    open: 'فتح في نافذة مستقلة',
  },
  vi: {
    notFound: 'Không tìm thấy trang này',
    notFoundHelp: 'Liên kết này không cho biết bạn muốn đăng nhập vào ứng dụng nào. Hãy quay lại ứng dụng và thử lại.',
    problem: 'Không thể đăng nhập vào ứng dụng này',
    unknownApp: 'Rất tiếc, ứng dụng bạn muốn dùng không tồn tại hoặc đã bị tắt',
    malformed: 'Liên kết đưa bạn đến đây không đúng. Hãy quay lại ứng dụng và thử lại.',
    off: 'Người quản trị đã tắt tính năng đăng nhập vào các ứng dụng khác.',
    framed: (app) => `Đăng nhập vào ${app}`,
    framedHelp: 'Để bảo vệ bạn, việc đăng nhập chỉ diễn ra trong một cửa sổ riêng.',
    open: 'Mở trong cửa sổ riêng',
  },
  fr: {
    notFound: 'Cette page est introuvable',
    notFoundHelp:
      'Ce lien ne dit pas à quelle application vous voulez vous connecter. Revenez à l’application et réessayez.',
    problem: 'Impossible de se connecter à cette application',
    unknownApp: 'Désolé, l’application que vous essayez d’utiliser n’existe pas ou a été désactivée',
    malformed: 'Le lien qui vous amène ici n’est pas correct. Revenez à l’application et réessayez.',
    off: 'L’administration du service a désactivé la connexion aux autres applications.',
    framed: (app) => `Se connecter à ${app}`,
    framedHelp: 'Pour votre sécurité, la connexion se fait seulement dans une fenêtre à part.',
    open: 'Ouvrir dans une fenêtre à part',
  },
  en: {
    notFound: 'We did not find this page',
    notFoundHelp: 'This link does not say which app you want to sign in to. Go back to the app and try again.',
    problem: 'You cannot sign in to this app',
    unknownApp: 'We’re sorry, but the application you’re trying to use doesn’t exist or has been disabled',
    malformed: 'The link that brought you here is not right. Go back to the app and try again.',
    off: 'The operator has switched off signing in to other apps.',
    framed: (app) => `Sign in to ${app}`,
    framedHelp: 'For your safety, you can sign in only in a separate window.',
    open: 'Open in a separate window',
  },
}
