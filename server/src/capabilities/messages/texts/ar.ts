import type { MessageTexts } from '../letter.ts'

const n = new Intl.NumberFormat('ar-EG').format
const rules = new Intl.PluralRules('ar')

/** A span of time, as it stands after «خلال» and «لمدة». */
const span = (count: number, one: string, two: string, few: string, many: string) => {
  const form = rules.select(count)
  if (form === 'one') return one
  if (form === 'two') return two
  return `${n(count)} ${form === 'few' ? few : many}`
}
export const inHours = (count: number) => span(count, 'ساعة واحدة', 'ساعتين', 'ساعات', 'ساعة')
export const inMinutes = (count: number) => span(count, 'دقيقة واحدة', 'دقيقتين', 'دقائق', 'دقيقة')

const unasked = 'إن لم يكن الطلب منك، فلا حاجة إلى أن تفعل شيئًا: لا أحد يستطيع المتابعة من دون هذه الرسالة.'

export const ar: MessageTexts = {
  'activation-link': ({ app, website, link, hours, at }) => ({
    subject: `أكّد عنوان بريدك الإلكتروني لدى ${app}`,
    title: 'أكّد عنوان بريدك الإلكتروني',
    paragraphs: [
      `سُجّل حساب بهذا العنوان لدى ${app} (${website}) بتاريخ ${at}.`,
      `إن كان التسجيل منك، فأكّد العنوان. يعمل الرابط مرة واحدة فقط، خلال ${inHours(hours)}.`,
    ],
    action: { label: 'تأكيد العنوان', url: link },
    closing: ['إن لم يكن التسجيل منك، فلا تفتح الرابط: سيبقى الحساب مغلقًا ثم يُحذف تلقائيًا.'],
  }),
  'reset-link': ({ app, website, link, minutes, at }) => ({
    subject: `كلمة مرور جديدة لحسابك لدى ${app}`,
    title: 'أنشئ كلمة مرور جديدة',
    paragraphs: [
      `طُلبت كلمة مرور جديدة لحسابك لدى ${app} (${website}) بتاريخ ${at}.`,
      `إن كان الطلب منك، فافتح الرابط. يعمل الرابط مرة واحدة فقط، خلال ${inMinutes(minutes)}. وتبقى كلمة مرورك القديمة صالحة حتى تستخدم الجديدة.`,
    ],
    action: { label: 'إنشاء كلمة مرور جديدة', url: link },
    closing: [unasked],
  }),
  'new-password': ({ app, website, password, hours, at }) => ({
    subject: `كلمة مرورك الجديدة لدى ${app}`,
    title: 'كلمة مرورك الجديدة',
    paragraphs: [
      `أُنشئت لك كلمة المرور هذه لدى ${app} (${website}) بتاريخ ${at}. وهي صالحة لمدة ${inHours(hours)}؛ غيّرها بعد تسجيل الدخول.`,
    ],
    code: password,
    closing: ['تبقى كلمة مرورك القديمة صالحة حتى أول استخدام للجديدة. إن لم تطلب ذلك، فاحذف هذه الرسالة.'],
  }),
  'password-changed': ({ app, website, at }) => ({
    subject: 'تم تغيير كلمة مرورك',
    title: 'تم تغيير كلمة مرورك',
    paragraphs: [`تم تغيير كلمة مرور حسابك لدى ${app} (${website}) بتاريخ ${at}.`],
    closing: [
      `إن لم يكن التغيير منك، فاطلب الآن كلمة مرور جديدة من ${website}: بذلك لن يستطيع الشخص الآخر الدخول إلى حسابك.`,
    ],
  }),
  'contact-added': ({ app, website, contact, at }) => ({
    subject: 'أُضيف عنوان إلى حسابك',
    title: 'أُضيف عنوان إلى حسابك',
    paragraphs: [
      `أُضيف العنوان ${contact} إلى حسابك لدى ${app} (${website}) بتاريخ ${at}، ويمكن من الآن تسجيل الدخول به أيضًا.`,
    ],
    closing: [`إن لم يكن ذلك منك، فسجّل الدخول إلى ${website} الآن، وأزل هذا العنوان وغيّر كلمة مرورك.`],
  }),
  'contact-removed': ({ app, website, contact, at }) => ({
    subject: 'أُزيل عنوان من حسابك',
    title: 'أُزيل عنوان من حسابك',
    paragraphs: [
      `أُزيل العنوان ${contact} من حسابك لدى ${app} (${website}) بتاريخ ${at}، ولم يعد يمكن تسجيل الدخول به.`,
    ],
    closing: [`إن لم يكن ذلك منك، فسجّل الدخول الآن إلى ${website} بعنوان آخر من عناوينك وغيّر كلمة مرورك.`],
  }),
  'accounts-merged': ({ app, website, at }) => ({
    subject: 'دُمج حساباك في حساب واحد',
    title: 'دُمج حساباك في حساب واحد',
    paragraphs: [
      `دُمج حساباك لدى ${app} (${website}) بتاريخ ${at}. يبقى الأقدم منهما ومعه عناوين الحسابين وأرقامهما؛ وحيثما دخلت بالأحدث فسجّل الدخول من جديد.`,
    ],
    closing: [`إن لم يكن ذلك منك، فسجّل الدخول الآن إلى ${website} وغيّر كلمة مرورك وأخبر إدارة هذه الخدمة.`],
  }),
  'account-erased': ({ app, website, at }) => ({
    subject: 'حُذف حسابك',
    title: 'حُذف حسابك',
    paragraphs: [`حُذف حسابك لدى ${app} (${website}) بتاريخ ${at} مع كل ما كنا نحتفظ به عنك. هذه آخر رسالة منا.`],
    closing: ['إن لم يكن ذلك منك، فأخبر إدارة هذه الخدمة؛ فما حُذف لا يعود من تلقاء نفسه.'],
  }),
  welcome: ({ app, website, at }) => ({
    subject: 'حسابك جاهز',
    title: 'حسابك جاهز',
    paragraphs: [`أُنشئ حساب بهذا العنوان لدى ${app} (${website}) بتاريخ ${at}، بعد تأكيد العنوان برمز.`],
    closing: [`إن لم يكن ذلك منك، فثمة من يقرأ بريدك: اطلب كلمة مرور جديدة من ${website}، وغيّر كلمة مرور بريدك أيضًا.`],
  }),
  'codes-alarm': ({ app, website, at, prefix, sent, verified, minutes }) => ({
    subject: `قليل من الرموز يُدخل صحيحًا لدى ${app}`,
    title: 'قليل من الرموز يُدخل صحيحًا',
    paragraphs: [
      `لدى ${app} (${website}) بلغ عدد الرموز المرسلة إلى أرقام تبدأ بـ ${prefix} خلال ${inMinutes(minutes)}: ${n(sent)}، وعدد ما أُدخل منها صحيحًا: ${n(verified)}. وقت هذا التنبيه: ${at}.`,
      'لعل أحدهم يطلب رموزًا لأرقام يكسب منها مالًا، أو يجرّب أرقامًا كثيرة واحدًا بعد آخر. والبوابة التي لا تصل رسائلها تُظهر الأمر نفسه.',
    ],
    closing: ['راجع إيصالات بوابة الرسائل، والبلدان التي تخدمها، وسقف الإنفاق اليومي على الرسائل النصية.'],
  }),
  'account-code': ({ app, website, code, minutes, at }) => ({
    subject: `${code} هو رمز تسجيلك لدى ${app}`,
    title: 'رمز تسجيلك',
    paragraphs: [
      `سُجّل حساب بهذا العنوان لدى ${app} (${website}) بتاريخ ${at}.`,
      `إن كان التسجيل منك، فأدخل هذا الرمز هناك. وهو صالح لمدة ${inMinutes(minutes)}.`,
    ],
    code,
    closing: ['إن لم تسجّل أنت، فلا تعطِ الرمز لأحد: يبقى الحساب مغلقًا ثم يُحذف من تلقاء نفسه.'],
  }),
  'login-taken': ({ app, website, at }) => ({
    subject: `لديك حساب في ${app}`,
    title: 'لديك حساب من قبل',
    paragraphs: [
      `حاول أحدهم التسجيل باسم الدخول الخاص بك لدى ${app} (${website}) بتاريخ ${at}. هذا الاسم لحسابك، ولم يتغيّر شيء.`,
    ],
    closing: [
      'إن كنت أنت، فسجّل الدخول بدلًا من إنشاء حساب، أو اطلب كلمة مرور جديدة. وإن لم تكن أنت، فلا حاجة إلى أن تفعل شيئًا.',
    ],
  }),
  code: ({ app, code, minutes }) => ({
    subject: `${code} هو رمزك لدى ${app}`,
    title: 'رمزك',
    paragraphs: [`أدخل هذا الرمز في ${app}. وهو صالح لمدة ${inMinutes(minutes)}.`],
    code,
    closing: [`لا تخبر أحدًا بالرمز. ${unasked}`],
  }),
}
