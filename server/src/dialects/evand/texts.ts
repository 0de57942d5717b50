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
    token: 'Chưa gửi mã truy cập, hoặc mã không còn hiệu lực. Trước hết hãy lấy mã truy cập cho ứng dụng.',
    client: 'Mã ứng dụng hoặc khóa bí mật của ứng dụng không đúng.',
  },
  fr: {
    token: 'Le jeton manque ou n’est plus valable. Demandez d’abord un jeton pour l’application.',
    client: 'L’identifiant de l’application ou son secret est incorrect.',
  },
  en: {
    token: 'The token is missing or no longer valid. Get one for the client first.',
    client: 'The client id or its secret is wrong.',
  },
}
