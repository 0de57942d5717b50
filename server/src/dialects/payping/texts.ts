import type { Language } from '../../kernel/index.ts'

interface PaypingTexts {
  /** For a bearer token that is absent, unknown, expired, revoked, or of an app that is not served. */
  token: string
}

export const paypingTexts: Readonly<Record<Language, PaypingTexts>> = {
  fa: { token: 'توکن فرستاده نشده یا دیگر معتبر نیست. توکن این سرویس را از پشتیبانی بگیرید.' },
  ar: { token: 'لم يُرسل رمز الوصول أو لم يعد صالحًا. اطلب رمز الوصول إلى هذه الخدمة من فريق الدعم.' },
  vi: {
    token: 'Chưa gửi mã truy cập, hoặc mã không còn hiệu lực. Hãy xin bộ phận hỗ trợ mã truy cập của dịch vụ này.',
  },
  fr: { token: 'Le jeton manque ou n’est plus valable. Demandez celui de ce service à l’assistance.' },
  en: { token: 'The token is missing or no longer valid. Ask support for a token of this service.' },
}
