import type { Language } from '../../kernel/index.ts'

interface EvandTexts {
  /** For a bearer token that is absent, unknown, over, or of an app that is not served. */
  token: string
  /** For a client that is unknown or not served, or a secret that is not its own. */
  client: string
}

export const evandTexts: Readonly<Record<Language, EvandTexts>> = {
  fa: {
    token: 'توکن فرستاده نشده یا دیگر معتبر نیست. ابتدا برای برنامه توکن بگیرید.',
    client: 'شناسهٔ برنامه یا کلید محرمانهٔ آن درست نیست.',
  },
  ar: {
    token: 'لم يُرسل رمز الوصول أو لم يعد صالحًا. احصل أولًا على رمز وصول للتطبيق.',
    client: 'معرّف التطبيق أو مفتاحه السري غير صحيح.',
  },
  vi: {
    token: 'Chưa gửi token hoặc token đã hết hiệu lực. Trước hết hãy lấy token cho client.',
    client: 'Mã client hoặc khóa bí mật của client không đúng.',
  },
  fr: {
    token: 'Le jeton manque ou n’est plus valable. Demandez d’abord un jeton pour le client.',
    client: 'L’identifiant du client ou son secret n’est pas le bon.',
  },
  en: {
    token: 'The token is missing or no longer valid. Get one for the client first.',
    client: 'The client id or its secret is wrong.',
  },
}
