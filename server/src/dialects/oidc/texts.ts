import type { Language } from '../../kernel/index.ts'

/** The words of the page for a request that cannot be sent back to its app, since it is not known whose it is. */
export interface ErrorTexts {
  title: string
  help: string
  /** For a person who said no, where the app is not told. */
  cancelled: string
  cancelledHelp: string
  home: string
}

export const errorTexts: Record<Language, ErrorTexts> = {
  fa: {
    title: 'این پیوند به جایی نمی‌رسد',
    help: 'برنامه‌ای که شما را فرستاده درخواست درستی نفرستاده است. به آن برگردید و دوباره امتحان کنید؛ اگر باز هم نشد، این کد را به آن بگویید:',
    cancelled: 'چیزی فرستاده نشد',
    cancelledHelp: 'شما انصراف دادید و برنامه هیچ چیزی از شما دریافت نکرد. می‌توانید این صفحه را ببندید.',
    home: 'رفتن به صفحهٔ نخست',
  },
  ar: {
    title: 'هذا الرابط لا يؤدي إلى شيء',
    help: 'لم يرسل التطبيق الذي جاء بك طلبًا صحيحًا. ارجع إليه وحاول مرة أخرى؛ وإن تكرر ذلك فأخبر أصحابه بهذا الرمز:',
    cancelled: 'لم يُرسل شيء',
    cancelledHelp: 'لقد ألغيت الطلب، ولم يتلقَّ التطبيق أي شيء عنك. يمكنك إغلاق هذه الصفحة.',
    home: 'الذهاب إلى الصفحة الرئيسية',
  },
  vi: {
    title: 'Liên kết này không dẫn đến đâu',
    help: 'Ứng dụng đã đưa bạn đến đây gửi một yêu cầu không đúng. Hãy quay lại ứng dụng và thử lại; nếu vẫn không được, hãy báo cho họ mã này:',
    cancelled: 'Không có gì được gửi đi',
    cancelledHelp: 'Bạn đã hủy và ứng dụng không nhận được gì về bạn. Bạn có thể đóng trang này.',
    home: 'Về trang chủ',
  },
  fr: {
    title: 'Ce lien ne mène nulle part',
    help: 'L’application qui vous envoie n’a pas fait une demande correcte. Revenez-y et réessayez ; si cela recommence, donnez-lui ce code\u00a0:',
    cancelled: 'Rien n’a été transmis',
    cancelledHelp: 'Vous avez annulé\u00a0: l’application n’a rien reçu sur vous. Vous pouvez fermer cette page.',
    home: 'Aller à l’accueil',
  },
  en: {
    title: 'This link leads nowhere',
    help: 'The app that sent you did not ask in the right way. Go back to it and try again; if it happens again, tell them this code:',
    cancelled: 'Nothing was sent',
    cancelledHelp: 'You cancelled, and the app received nothing about you. You can close this page.',
    home: 'Go to the home page',
  },
}
