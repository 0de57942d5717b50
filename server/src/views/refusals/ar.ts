import { sayProblemsIn } from './say-problem.ts'
import type { RefusalTexts } from './texts.ts'

const n = new Intl.NumberFormat('ar-EG').format
const rules = new Intl.PluralRules('ar')
const iso = (s: string) => `\u2068${s}\u2069`

/** A counted noun, as it stands after a preposition. */
const counted = (count: number, one: string, two: string, few: string, many: string, other: string) => {
  const form = rules.select(count)
  if (form === 'one') return one
  if (form === 'two') return two
  return `${n(count)} ${form === 'few' ? few : form === 'many' ? many : other}`
}
const characters = (count: number) => counted(count, 'حرف واحد', 'حرفين', 'أحرف', 'حرفًا', 'حرف')

export const ar: RefusalTexts = {
  'input.missing': ({ field }) => `الحقل ${iso(field)} مطلوب.`,
  'input.invalid': ({ field, rule }) => `الحقل ${iso(field)} غير صحيح: ${ar.rules[rule]}.`,
  'input.duplicate': ({ field }) => `ورد الحقل ${iso(field)} أكثر من مرة.`,
  'input.unknown': ({ field }) => `الحقل ${iso(field)} غير معروف هنا.`,
  'input.malformed': ({ field }) => `الحقل ${iso(field)} ليس نصًا سليمًا بترميز ${iso('UTF-8')}.`,
  'input.too-large': () => 'حجم الطلب أكبر من المسموح به.',
  'input.unsupported': () =>
    `أرسل القيم ضمن معاملات العنوان أو في نموذج بصيغة ${iso('application/x-www-form-urlencoded')}.`,
  'input.not-json': () =>
    `أرسل متن الطلب في صورة كائن ${iso('JSON')} واحد بترميز ${iso('UTF-8')} ونوع ${iso('application/json')}.`,
  'input.unknown-verb': () => 'هذا الأمر غير معروف.',
  'apps.not-authenticated': () => 'الموقع أو مفتاحه غير صحيح.',
  'apps.not-live': () => 'هذا الموقع غير نشط.',
  'apps.not-permitted': ({ permission }) => `ليس لدى هذا التطبيق إذن «${iso(permission)}».`,
  'apps.insecure-transport': () => 'استخدم https: لا تُقبل كلمات المرور والمفاتيح عبر http العادي.',
  'apps.incomplete': ({ field }) => `لم يعلن هذا الموقع عن ${iso(field)} بعد.`,
  'apps.unknown': ({ app }) => `لا يوجد تطبيق باسم «${iso(app)}».`,
  'apps.conflict': ({ app }) => `التطبيق «${iso(app)}» أو اسمه أو أحد مفاتيحه السرية موجود من قبل.`,
  'users.contact-taken': () => 'عنوان البريد الإلكتروني هذا مسجّل لحساب موجود.',
  'users.suspended': () => 'هذا الحساب مغلق. تواصل مع إدارة الخدمة.',
  'users.not-mergeable': () =>
    'لا يمكن دمج هذين الحسابين: لا حساب آخر بهذا العنوان أو الرقم، أو تغيّر أحدهما في أثناء ذلك، أو للأحدث منهما اسم دخول خاص بأحد المواقع.',
  'users.last-way-in': () => 'هذا عنوانك المؤكَّد الوحيد، ومن دونه لن تستطيع تسجيل الدخول. أضف عنوانًا آخر أولًا.',
  'passwords.wrong': () => 'الحساب وكلمة المرور غير متطابقين.',
  'passwords.too-short': ({ minimum }) => `يجب ألا تقل كلمة المرور عن ${characters(minimum)}.`,
  'passwords.too-long': ({ maximum }) => `يجب ألا تزيد كلمة المرور على ${characters(maximum)}.`,
  'passwords.common': () => 'هذه من أكثر كلمات المرور شيوعًا. اختر غيرها.',
  'verification.failed': () => 'الرمز غير صحيح أو سبق استخدامه أو انتهت صلاحيته. اطلب رمزًا جديدًا.',
  'verification.paused': () => 'أُدخلت رموز غير صحيحة مرات كثيرة. استخدم طريقة أخرى لتسجيل الدخول أو حاول لاحقًا.',
  'verification.country-closed': () => 'لا نرسل رموزًا إلى أرقام هذا البلد. أدخل رقمًا آخر أو عنوان بريدك الإلكتروني.',
  'verification.textless': () => 'هذا رقم هاتف ثابت ولا تصله الرسائل النصية. أدخل رقم جوالك أو عنوان بريدك الإلكتروني.',
  'server.texts-stopped': () =>
    'بلغت الرسائل النصية حدّها لهذا اليوم ولم يُرسل شيء. ادخل بالبريد الإلكتروني أو بكلمة المرور، أو حاول غدًا.',
  'registration.already-active': () => 'هذا الحساب مفعّل بالفعل.',
  'registration.not-active': () => 'أكّد عنوان بريدك الإلكتروني أولًا: افتح الرابط الذي أرسلناه إليك.',
  'limits.exhausted': ({ retryAfterSeconds }) =>
    `عدد المحاولات كبير جدًا. حاول مرة أخرى بعد ${ar.wait(retryAfterSeconds)}.`,
  'server.overloaded': () => 'الخدمة مشغولة الآن. حاول مرة أخرى بعد قليل.',
  'server.unavailable': () => 'هذه الخدمة غير متاحة الآن. لم يتغيّر أي شيء؛ حاول مرة أخرى بعد قليل.',
  'apps.not-in-review': ({ app }) => `التطبيق «${iso(app)}» ليس في هذه المرحلة، أو تغيّر في هذه الأثناء. راجعه من جديد.`,
  'apps.approved': ({ field }) => `الحقل ${iso(field)} معتمد وثابت. اطلب من إدارة الخدمة تغييره.`,
  'apps.domain-not-proven': ({ domain }) => `أثبت أولًا أن ${iso(domain)} لك: ضع الملف أو سجل اسم النطاق في موضعه.`,
  'verification.too-soon': ({ retryAfterSeconds }) =>
    `أُرسل رمز قبل قليل. اطلب رمزًا آخر بعد ${ar.wait(retryAfterSeconds)}.`,
  'guests.event-unknown': ({ event }) => `لا توجد فعالية رقمها «${iso(event)}».`,
  'guests.event-taken': ({ event }) => `الرقم «${iso(event)}» محجوز لفعالية أخرى.`,
  'forms.unknown': ({ form }) => `لا يوجد نموذج باسم «${iso(form)}».`,
  'forms.answer-refused': ({ problems }) => sayProblemsIn(ar, problems),
  'forms.answer-unknown': () => 'لا توجد إجابة كهذه.',
  'forms.provider-unknown': ({ provider }) => `لا يوجد مزوّد دخول باسم «${iso(provider)}»، أو هو متوقف.`,
  'forms.event-unknown': ({ event }) => `الحدث «${iso(event)}» غير معرّف لإرسال الرموز.`,
  'forms.login-taken': () => 'اسم الدخول هذا لحساب آخر. اختر اسمًا غيره.',
  'input.not-multipart': () => `أرسل الملفات بصيغة ${iso('multipart/form-data')}.`,
  'files.unknown': () => 'لا وجود لهذا الملف.',
  'files.too-large': ({ megabytes }) => `يجب ألا يزيد حجم الملف على ${n(megabytes)} ميغابايت. اختر ملفًا أصغر.`,
  'files.too-many': ({ maximum }) => `الحد الأقصى لعدد الملفات هنا هو ${n(maximum)}.`,
  'files.wrong-type': ({ types }) => `هذا النوع من الملفات غير مقبول هنا. اختر ملفًا من أحد هذه الأنواع: ${iso(types)}.`,
  'files.unreadable': () => 'الصورة تالفة أو أبعادها أكبر من اللازم. اختر صورة أخرى.',
  'files.quota': () => 'لم تبقَ مساحة لملفات أخرى. احذف بعض ملفاتك أولًا.',
  'server.no-room': () => 'لا تتوفر مساحة لملفات جديدة الآن. لم يُحفظ شيء، فحاول لاحقًا.',
  'invitations.unknown': () => 'لا توجد دعوة كهذه.',
  'invitations.over': () => 'استُخدمت هذه الدعوة أو أُلغيت أو انتهت مدتها. اطلب من التطبيق دعوة جديدة.',
  'pages.stale-form': () => 'بقيت هذه الصفحة مفتوحة طويلًا، أو سُجّل الدخول بحساب آخر. حاول مرة أخرى من هنا.',
  'pages.not-found': () => 'لا يوجد شيء في هذا العنوان. تحقق من كتابته أو ابدأ من جديد.',
  'sessions.not-signed-in': () => 'سجّل الدخول أولًا.',
  'sessions.not-fresh': () => 'سجّل الدخول من جديد أولًا، لنتأكد من أنك أنت.',
  rules: {
    email: `يجب أن يكون عنوان بريد إلكتروني مثل ${iso('name@example.com')}`,
    mobile: `يجب أن يكون رقم هاتف من ${n(10)} أرقام على الأقل`,
    contact: `يجب أن يكون عنوان بريد إلكتروني مثل ${iso('name@example.com')} أو رقم جوال`,
    date: `يجب أن يكون تاريخًا صحيحًا، مثل ${iso('1989-05-24')}`,
    choice: 'يجب أن تكون القيمة من قيم القائمة',
    text: 'النص فارغ أو طويل جدًا أو فيه أحرف غير مسموح بها',
    number: 'يجب أن يكون عددًا',
    language: `يجب أن يكون أحد الرموز ${iso('fa, ar, vi, fr, en')}`,
    url: 'يجب أن يكون عنوانًا على الويب',
    domain: `يجب أن يكون اسم نطاق مثل ${iso('example.com')}`,
    'national-code': `يجب أن يكون رقمًا وطنيًا من ${n(10)} أرقام يوافق آخرها ما قبله`,
    iban: `يجب أن يكون رقم حساب مصرفي دوليًا رقما التحقق فيه صحيحان، مثل ${iso('IR062960000000100324200001')}`,
    'postal-code': `يجب أن يكون رمزًا بريديًا من ${n(10)} أرقام`,
    phone: 'يجب أن يكون رقم هاتف مع رمز المنطقة',
    code: 'يجب أن يكون الرمز الذي أرسلناه',
    'return-url': 'يجب أن يكون أصله ومساره من العناوين المسجلة لهذا التطبيق',
    type: 'يجب أن تكون القيمة من نوع آخر',
    length: 'النص أقصر من المطلوب أو أطول من المسموح به',
    range: 'القيمة أصغر أو أكبر من المسموح به',
    pattern: 'القيمة ليست بالشكل المطلوب',
    unique: 'سبق أن أدخل شخص آخر هذه القيمة',
    file: 'يجب أن يكون ملفًا له اسم ورابط وحجم',
    'file-size': 'حجم الملف أكبر من المسموح به',
    'file-count': 'عدد الملفات أكبر من المسموح به',
  },
  wait: (seconds) => {
    if (seconds < 120) return counted(seconds, 'ثانية واحدة', 'ثانيتين', 'ثوانٍ', 'ثانية', 'ثانية')
    if (seconds < 7200) return counted(Math.ceil(seconds / 60), 'دقيقة واحدة', 'دقيقتين', 'دقائق', 'دقيقة', 'دقيقة')
    return counted(Math.ceil(seconds / 3600), 'ساعة واحدة', 'ساعتين', 'ساعات', 'ساعة', 'ساعة')
  },
  failed: (request) => `حدث خطأ من جانبنا. إن تكرر، فأخبرنا بهذا الرقم: ${iso(request)}`,
}
