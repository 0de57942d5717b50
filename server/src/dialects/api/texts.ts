import type { Language } from '../../kernel/index.ts'

/** What this surface says in its own way, since its callers show tokens. */
export interface ApiTexts {
  'apps.not-authenticated': string
  'sessions.not-signed-in': string
}

export const apiTexts: Readonly<Record<Language, ApiTexts>> = {
  fa: {
    'apps.not-authenticated': 'توکن معتبر برنامهٔ خود را در سرآیند \u2068Authorization: Bearer\u2069 بفرستید.',
    'sessions.not-signed-in': 'توکن دسترسی معتبر کاربر را در سرآیند \u2068Authorization: Bearer\u2069 بفرستید.',
  },
  ar: {
    'apps.not-authenticated': 'أرسل رمز وصول صالحًا لتطبيقك في الترويسة \u2068Authorization: Bearer\u2069.',
    'sessions.not-signed-in': 'أرسل رمز وصول صالحًا للمستخدم في الترويسة \u2068Authorization: Bearer\u2069.',
  },
  vi: {
    'apps.not-authenticated': 'Hãy gửi mã truy cập còn hiệu lực của ứng dụng trong tiêu đề Authorization: Bearer.',
    'sessions.not-signed-in': 'Hãy gửi mã truy cập còn hiệu lực của người dùng trong tiêu đề Authorization: Bearer.',
  },
  fr: {
    'apps.not-authenticated':
      'Envoyez dans l’en-tête Authorization, après Bearer, un jeton valable de votre application.',
    'sessions.not-signed-in':
      'Envoyez dans l’en-tête Authorization, après Bearer, un jeton d’accès valable de la personne.',
  },
  en: {
    'apps.not-authenticated': 'Send a valid token of your app in the header Authorization: Bearer.',
    'sessions.not-signed-in': 'Send a valid access token of a person in the header Authorization: Bearer.',
  },
}
