import type { Language } from '../../kernel/index.ts'

/** The words of the page for a request that cannot be sent back to its app, since it is not known whose it is. */
export interface ErrorTexts {
  title: string
  help: string
}

export const errorTexts: Record<Language, ErrorTexts> = {
  fa: {
    title: 'این پیوند به جایی نمی‌رسد',
    help: 'برنامه‌ای که شما را فرستاده درخواست درستی نفرستاده است. به آن برگردید و دوباره امتحان کنید؛ اگر باز هم نشد، این کد را به آن بگویید:',
  },
  ar: {
    title: 'هذا الرابط لا يؤدي إلى شيء',
    help: 'لم يرسل التطبيق الذي جاء بك طلبًا صحيحًا. ارجع إليه وحاول مرة أخرى؛ وإن تكرر ذلك فأخبر أصحابه بهذا الرمز:',
  },
  vi: {
    title: 'Liên kết này không dẫn đến đâu',
    help: 'Ứng dụng đã đưa bạn đến đây gửi một yêu cầu không đúng. Hãy quay lại ứng dụng và thử lại; nếu vẫn không được, hãy báo cho họ mã này:',
  },
  fr: {
    title: 'Ce lien ne mène nulle part',
    help: 'L’application qui vous envoie n’a pas fait une demande correcte. Revenez-y et réessayez ; si cela recommence, donnez-lui ce code\u00a0:',
  },
  en: {
    title: 'This link leads nowhere',
    help: 'The app that sent you did not ask in the right way. Go back to it and try again; if it happens again, tell them this code:',
  },
}
