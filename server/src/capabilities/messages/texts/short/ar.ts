import type { ShortTexts } from '../../letter.ts'
import { inHours, inMinutes } from '../ar.ts'

const n = new Intl.NumberFormat('ar-EG').format

export const ar: ShortTexts = {
  'activation-link': ({ app, link, hours }) =>
    `أكّد لدى ${app} أن هذا الرقم لك. يعمل الرابط مرة واحدة فقط، خلال ${inHours(hours)}:\n${link}`,
  'reset-link': ({ app, link, minutes }) =>
    `كلمة مرور جديدة لدى ${app}. يعمل الرابط مرة واحدة فقط، خلال ${inMinutes(minutes)}؛ وإن لم تطلبه فلا تفعل شيئًا:\n${link}`,
  'new-password': ({ app, password, hours }) =>
    `كلمة مرورك الجديدة لدى ${app}:\n${password}\nصالحة لمدة ${inHours(hours)}؛ غيّرها بعد تسجيل الدخول.`,
  'password-changed': ({ app, website }) =>
    `تم تغيير كلمة مرورك لدى ${app}. إن لم يكن ذلك منك، فاطلب الآن كلمة مرور جديدة من ${website}.`,
  'contact-added': ({ app, website, contact }) =>
    `أُضيف ${contact} إلى حسابك لدى ${app}. إن لم يكن ذلك منك، فسجّل الدخول الآن إلى ${website} وأزله.`,
  'contact-removed': ({ app, website, contact }) =>
    `أُزيل ${contact} من حسابك لدى ${app}. إن لم يكن ذلك منك، فسجّل الدخول الآن إلى ${website} وغيّر كلمة مرورك.`,
  'accounts-merged': ({ app, website }) =>
    `دُمج حساباك لدى ${app} وبقي الأقدم منهما. إن لم يكن ذلك منك، فسجّل الدخول الآن إلى ${website} وغيّر كلمة مرورك.`,
  'account-erased': ({ app }) => `حُذف حسابك لدى ${app} مع كل ما كنا نحتفظ به عنك.`,
  welcome: ({ app, website }) => `حسابك لدى ${app} جاهز. إن لم يكن ذلك منك، فثمة من يقرأ رسائلك: أخبر ${website}.`,
  'codes-alarm': ({ app, prefix, sent, verified, minutes }) =>
    `${app}: رموز مرسلة إلى ${prefix} خلال ${inMinutes(minutes)}: ${n(sent)}، والصحيح منها: ${n(verified)}. راجع بوابة الرسائل وسقف الإنفاق اليومي.`,
  'account-code': ({ app, code, minutes }) =>
    `رمز تسجيلك لدى ${app}:\n${code}\nصالح لمدة ${inMinutes(minutes)}. إن لم تسجّل أنت، فلا تعطه لأحد.`,
  'login-taken': ({ app }) =>
    `حاول أحدهم التسجيل باسم الدخول الخاص بك لدى ${app}. إن كنت أنت، فسجّل الدخول؛ لم يتغيّر شيء.`,
  code: ({ app, code, minutes }) => `رمزك لدى ${app}:\n${code}\nصالح لمدة ${inMinutes(minutes)}. لا تخبر به أحدًا.`,
  spoken: ({ app, signs }) => `رمزك لدى ${app} هو: ${signs}. مرة أخرى: ${signs}.`,
}
