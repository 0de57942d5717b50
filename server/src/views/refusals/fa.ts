import { sayProblemsIn } from './say-problem.ts'
import type { RefusalTexts } from './texts.ts'

const n = new Intl.NumberFormat('fa').format
const iso = (s: string) => `\u2068${s}\u2069`

export const fa: RefusalTexts = {
  'input.missing': ({ field }) => `${iso(field)} وارد نشده است.`,
  'input.invalid': ({ field, rule }) => `${iso(field)} درست نیست: ${fa.rules[rule]}.`,
  'input.duplicate': ({ field }) => `${iso(field)} بیش از یک بار آمده است.`,
  'input.unknown': ({ field }) => `اینجا فیلدی به نام ${iso(field)} وجود ندارد.`,
  'input.malformed': ({ field }) => `${iso(field)} متن معتبر ${iso('UTF-8')} نیست.`,
  'input.too-large': () => 'حجم درخواست بیش از اندازه است.',
  'input.unsupported': () =>
    `مقدارها را در پارامترهای نشانی یا در قالب فرم ${iso('application/x-www-form-urlencoded')} بفرستید.`,
  'input.not-json': () =>
    `بدنهٔ درخواست را به صورت یک شیء ${iso('JSON')} با رمزگذاری ${iso('UTF-8')} و نوع ${iso('application/json')} بفرستید.`,
  'input.unknown-verb': () => 'این فرمان شناخته‌شده نیست.',
  'apps.not-authenticated': () => 'وب‌سایت یا کلید آن درست نیست.',
  'apps.not-live': () => 'این وب‌سایت فعال نیست.',
  'apps.not-permitted': ({ permission }) => `این برنامه اجازهٔ «${iso(permission)}» را ندارد.`,
  'apps.insecure-transport': () =>
    'از https استفاده کنید: رمزهای عبور و کلیدها از راه http که رمزنگاری ندارد پذیرفته نمی‌شوند.',
  'apps.incomplete': ({ field }) => `این وب‌سایت هنوز ${iso(field)} خود را اعلام نکرده است.`,
  'apps.unknown': ({ app }) => `برنامه‌ای به نام «${iso(app)}» وجود ندارد.`,
  'apps.conflict': ({ app }) => `برنامهٔ «${iso(app)}»، نام آن یا یکی از کلیدهای محرمانهٔ آن پیش‌تر ثبت شده است.`,
  'users.contact-taken': () => 'با این نشانی ایمیل پیش‌تر حسابی ساخته شده است.',
  'users.suspended': () => 'این حساب بسته شده است. با مدیر سامانه تماس بگیرید.',
  'users.last-way-in': () =>
    'این تنها نشانی تأییدشدهٔ شماست و بدون آن دیگر نمی‌توانید وارد شوید. ابتدا نشانی دیگری بیفزایید.',
  'passwords.wrong': () => 'حساب یا رمز عبور درست نیست.',
  'passwords.too-short': ({ minimum }) => `رمز عبور باید دست‌کم ${n(minimum)} نویسه داشته باشد.`,
  'passwords.too-long': ({ maximum }) => `رمز عبور نباید بیشتر از ${n(maximum)} نویسه داشته باشد.`,
  'passwords.common': () => 'این رمز عبور یکی از رایج‌ترین رمزهاست. رمز دیگری انتخاب کنید.',
  'verification.failed': () => 'کد درست نیست، قبلاً استفاده شده یا زمان آن گذشته است. کد جدیدی درخواست کنید.',
  'verification.paused': () => 'کد چند بار نادرست وارد شده است. از راه دیگری وارد شوید یا بعداً دوباره امتحان کنید.',
  'verification.country-closed': () =>
    'به شماره‌های این کشور کد فرستاده نمی‌شود. شمارهٔ دیگری یا نشانی ایمیل خود را وارد کنید.',
  'verification.textless': () =>
    'این شمارهٔ تلفن ثابت است و پیامک نمی‌گیرد. شمارهٔ موبایل یا نشانی ایمیل خود را وارد کنید.',
  'server.texts-stopped': () =>
    'سقف پیامک‌های امروز پر شده است و چیزی فرستاده نشد. با ایمیل یا رمز عبور وارد شوید یا فردا دوباره امتحان کنید.',
  'registration.already-active': () => 'این حساب از قبل فعال است.',
  'registration.not-active': () => 'ابتدا نشانی ایمیل خود را تأیید کنید: پیوندی را که برایتان فرستاده‌ایم باز کنید.',
  'limits.exhausted': ({ retryAfterSeconds }) =>
    `تعداد تلاش‌ها از حد گذشته است. ${fa.wait(retryAfterSeconds)} دیگر دوباره امتحان کنید.`,
  'server.overloaded': () => 'سامانه اکنون شلوغ است. کمی بعد دوباره امتحان کنید.',
  'server.unavailable': () => 'این بخش اکنون در دسترس نیست. چیزی تغییر نکرده است؛ کمی بعد دوباره امتحان کنید.',
  'apps.not-in-review': ({ app }) =>
    `برنامهٔ «${iso(app)}» اکنون در این مرحله نیست یا در این میان تغییر کرده است. آن را دوباره ببینید.`,
  'apps.approved': ({ field }) => `${iso(field)} تأیید شده و ثابت است. برای تغییر آن با مدیر سامانه تماس بگیرید.`,
  'apps.domain-not-proven': ({ domain }) =>
    `ابتدا ثابت کنید که ${iso(domain)} از آنِ شماست: فایل یا رکورد ${iso('DNS')} را در جای خود بگذارید.`,
  'verification.too-soon': ({ retryAfterSeconds }) =>
    `همین حالا کدی فرستادیم. ${fa.wait(retryAfterSeconds)} دیگر می‌توانید کد جدیدی بخواهید.`,
  'guests.event-unknown': ({ event }) => `رویدادی با شمارهٔ «${iso(event)}» وجود ندارد.`,
  'guests.event-taken': ({ event }) => `شمارهٔ «${iso(event)}» پیش‌تر به رویداد دیگری داده شده است.`,
  'forms.unknown': ({ form }) => `فرمی به نام «${iso(form)}» وجود ندارد.`,
  'forms.answer-refused': ({ problems }) => sayProblemsIn(fa, problems),
  'forms.answer-unknown': () => 'چنین پاسخی وجود ندارد.',
  'forms.provider-unknown': ({ provider }) => `روش ورودی به نام «${iso(provider)}» وجود ندارد یا بسته است.`,
  'forms.event-unknown': ({ event }) => `رویداد «${iso(event)}» برای فرستادن کد تعریف نشده است.`,
  'forms.login-taken': () => 'این نام کاربری از آنِ حساب دیگری است. نام دیگری برگزینید.',
  'input.not-multipart': () => `فایل‌ها را در قالب ${iso('multipart/form-data')} بفرستید.`,
  'files.unknown': () => 'چنین فایلی وجود ندارد.',
  'files.too-large': ({ megabytes }) =>
    `حجم فایل نباید بیشتر از ${n(megabytes)} مگابایت باشد. فایل کوچک‌تری انتخاب کنید.`,
  'files.too-many': ({ maximum }) => `بیشتر از ${n(maximum)} فایل نمی‌توان فرستاد.`,
  'files.wrong-type': ({ types }) =>
    `این نوع فایل اینجا پذیرفته نمی‌شود. یکی از این نوع‌ها را انتخاب کنید: ${iso(types)}.`,
  'files.unreadable': () => 'تصویر آسیب دیده یا ابعاد آن بیش از اندازه بزرگ است. تصویر دیگری انتخاب کنید.',
  'files.quota': () => 'جایی برای فایل‌های بیشتر نمانده است. اول چند فایل را پاک کنید.',
  'server.no-room': () => 'در حال حاضر جایی برای فایل تازه نیست. چیزی نگه داشته نشد؛ بعداً دوباره امتحان کنید.',
  'invitations.unknown': () => 'چنین دعوتی وجود ندارد.',
  'invitations.over': () => 'این دعوت استفاده یا لغو شده یا زمان آن گذشته است. از برنامه دعوت جدیدی بخواهید.',
  'pages.stale-form': () => 'این صفحه مدت زیادی باز مانده یا کاربر واردشده عوض شده است. از همین‌جا دوباره امتحان کنید.',
  'pages.not-found': () => 'در این نشانی صفحه‌ای وجود ندارد. نشانی را بررسی کنید یا از نو شروع کنید.',
  'sessions.not-signed-in': () => 'ابتدا وارد شوید.',
  'sessions.not-fresh': () => 'ابتدا دوباره وارد شوید تا مطمئن شویم خودتان هستید.',
  rules: {
    email: `باید نشانی ایمیل باشد، مانند ${iso('name@example.com')}`,
    mobile: `باید شمارهٔ تلفنی با دست‌کم ${n(10)} رقم باشد`,
    contact: `باید نشانی ایمیل، مانند ${iso('name@example.com')}، یا شمارهٔ موبایل باشد`,
    date: `باید تاریخی باشد که در تقویم هست، مانند ${iso('1989-05-24')}`,
    choice: 'باید یکی از مقدارهای فهرست باشد',
    text: 'خالی یا بیش از اندازه بلند است یا نویسهٔ غیرمجاز دارد',
    number: 'باید عدد باشد',
    language: `باید یکی از ${iso('fa, ar, vi, fr, en')} باشد`,
    url: 'باید نشانی وب باشد',
    domain: `باید نام دامنه باشد، مانند ${iso('example.com')}`,
    'national-code': `باید کد ملی ${n(10)} رقمی باشد و رقم آخر آن با بقیه بخواند`,
    iban: `باید شمارهٔ شبایی باشد که رقم‌های کنترلش درست است، مانند ${iso('IR062960000000100324200001')}`,
    'postal-code': `باید کد پستی ${n(10)} رقمی باشد`,
    phone: 'باید شمارهٔ تلفنی همراه با کد شهر باشد',
    code: 'باید همان کدی باشد که فرستادیم',
    'return-url': 'مبدأ و مسیر آن باید یکی از نشانی‌های ثبت‌شدهٔ این برنامه باشد',
    type: 'باید مقداری از نوع دیگری باشد',
    length: 'کوتاه‌تر یا بلندتر از اندازهٔ مجاز است',
    range: 'کمتر یا بیشتر از حد مجاز است',
    pattern: 'به شکلی که خواسته شده نیست',
    unique: 'پیش‌تر کس دیگری همین مقدار را وارد کرده است',
    file: 'باید فایلی با نام، پیوند و اندازه باشد',
    'file-size': 'حجم فایل بیش از حد مجاز است',
    'file-count': 'تعداد فایل‌ها بیش از حد مجاز است',
  },
  wait: (seconds) => {
    if (seconds < 120) return `${n(seconds)} ثانیه`
    if (seconds < 7200) return `${n(Math.ceil(seconds / 60))} دقیقه`
    return `${n(Math.ceil(seconds / 3600))} ساعت`
  },
  failed: (request) => `مشکلی از سوی ما پیش آمد. اگر تکرار شد، این شماره را به ما بگویید: ${iso(request)}`,
}
