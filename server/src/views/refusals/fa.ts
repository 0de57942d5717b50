import type { RefusalTexts } from './texts.ts'

const n = new Intl.NumberFormat('fa').format
const iso = (s: string) => `\u2068${s}\u2069`

export const fa: RefusalTexts = {
  'input.missing': ({ field }) => `${iso(field)} وارد نشده است.`,
  'input.invalid': ({ field, rule }) => `${iso(field)} درست نیست: ${fa.rules[rule]}.`,
  'input.duplicate': ({ field }) => `${iso(field)} بیش از یک بار آمده است.`,
  'input.unknown': ({ field }) => `${iso(field)} در اینجا شناخته‌شده نیست.`,
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
  'apps.insecure-transport': () => 'از https استفاده کنید: رمزهای عبور و کلیدها از راه http ساده پذیرفته نمی‌شوند.',
  'apps.incomplete': ({ field }) => `این وب‌سایت هنوز ${iso(field)} خود را اعلام نکرده است.`,
  'apps.unknown': ({ app }) => `برنامه‌ای به نام «${iso(app)}» وجود ندارد.`,
  'apps.conflict': ({ app }) => `برنامهٔ «${iso(app)}»، نام آن یا یکی از کلیدهای محرمانهٔ آن از قبل وجود دارد.`,
  'users.contact-taken': () => 'این نشانی ایمیل از قبل به حسابی تعلق دارد.',
  'users.suspended': () => 'این حساب بسته شده است. با مدیر سامانه تماس بگیرید.',
  'users.last-way-in': () =>
    'این تنها نشانی تأییدشدهٔ شماست و بدون آن دیگر نمی‌توانید وارد شوید. ابتدا نشانی دیگری بیفزایید.',
  'passwords.wrong': () => 'حساب یا رمز عبور درست نیست.',
  'passwords.too-short': ({ minimum }) => `رمز عبور باید دست‌کم ${n(minimum)} نویسه داشته باشد.`,
  'passwords.too-long': ({ maximum }) => `رمز عبور نباید بیشتر از ${n(maximum)} نویسه داشته باشد.`,
  'passwords.common': () => 'این رمز عبور یکی از رایج‌ترین رمزهاست. رمز دیگری انتخاب کنید.',
  'verification.failed': () => 'کد درست نیست، قبلاً استفاده شده یا زمان آن گذشته است. کد جدیدی درخواست کنید.',
  'verification.paused': () => 'کد چند بار نادرست وارد شده است. از راه دیگری وارد شوید یا بعداً دوباره امتحان کنید.',
  'registration.already-active': () => 'این حساب از قبل فعال است.',
  'registration.not-active': () => 'ابتدا نشانی ایمیل خود را تأیید کنید: پیوندی را که برایتان فرستاده‌ایم باز کنید.',
  'limits.exhausted': ({ retryAfterSeconds }) =>
    `شمار تلاش‌ها بیش از اندازه است. پس از ${fa.wait(retryAfterSeconds)} دوباره امتحان کنید.`,
  'server.overloaded': () => 'سامانه اکنون شلوغ است. کمی بعد دوباره امتحان کنید.',
  'server.unavailable': () => 'این سرویس اکنون در دسترس نیست. چیزی تغییر نکرده است؛ کمی بعد دوباره امتحان کنید.',
  'apps.not-in-review': ({ app }) =>
    `برنامهٔ «${iso(app)}» در انتظار این کار نیست یا در این میان تغییر کرده است. دوباره آن را ببینید.`,
  'apps.approved': ({ field }) => `${iso(field)} تأیید شده است و همان می‌ماند. برای تغییر آن به گردانندهٔ سامانه بگویید.`,
  'apps.domain-not-proven': ({ domain }) =>
    `ابتدا نشان دهید که ${iso(domain)} از آن شماست: پرونده یا رکورد نام دامنه را در جای خود بگذارید.`,
  'verification.too-soon': ({ retryAfterSeconds }) =>
    `همین حالا کدی فرستاده شد. ${fa.wait(retryAfterSeconds)} دیگر کد تازه بخواهید.`,
  'guests.event-unknown': ({ event }) => `رویدادی با شمارهٔ «${iso(event)}» وجود ندارد.`,
  'guests.event-taken': ({ event }) => `شمارهٔ «${iso(event)}» از پیش به رویداد دیگری داده شده است.`,
  'invitations.unknown': () => 'چنین دعوتی وجود ندارد.',
  'invitations.over': () => 'این دعوت استفاده یا لغو شده یا زمان آن گذشته است. از برنامه دعوت تازه‌ای بخواهید.',
  'pages.stale-form': () =>
    'این صفحه مدت زیادی باز بوده یا شخص واردشده عوض شده است. از همین‌جا یک بار دیگر امتحان کنید.',
  'pages.not-found': () => 'در این نشانی چیزی نیست. نشانی را بررسی کنید یا از نو آغاز کنید.',
  'sessions.not-signed-in': () => 'ابتدا وارد شوید.',
  'sessions.not-fresh': () => 'ابتدا دوباره وارد شوید: برای این کار باید تازه معلوم شود که خود شما هستید.',
  rules: {
    email: `باید نشانی ایمیل باشد، مانند ${iso('name@example.com')}`,
    mobile: `باید شماره تلفنی با دست‌کم ${n(10)} رقم باشد`,
    date: `باید روزی باشد که در تقویم هست و به شکل ${iso('1989-05-24')} نوشته شود`,
    choice: 'باید یکی از مقدارهای فهرست باشد',
    text: 'خالی یا بیش از اندازه بلند است یا نویسهٔ غیرمجاز دارد',
    number: 'باید عدد باشد',
    language: `باید یکی از ${iso('fa, ar, vi, fr, en')} باشد`,
    url: 'باید نشانی وب باشد',
    domain: `باید نام دامنه باشد، مانند ${iso('example.com')}`,
    'national-code': `باید کد ملی ${n(10)} رقمی باشد و رقم آخر آن با بقیه بخواند`,
    iban: `باید شماره شبایی باشد که رقم‌های کنترل آن درست است، مانند ${iso('IR062960000000100324200001')}`,
    'postal-code': `باید کد پستی ${n(10)} رقمی باشد`,
    phone: 'باید شماره تلفنی همراه با کد شهر باشد',
    code: 'باید همان کدی باشد که فرستادیم',
    'return-url': 'مبدأ و مسیر آن باید یکی از نشانی‌های ثبت‌شدهٔ این برنامه باشد',
    type: 'باید مقداری از نوع دیگری باشد',
  },
  wait: (seconds) => {
    if (seconds < 120) return `${n(seconds)} ثانیه`
    if (seconds < 7200) return `${n(Math.ceil(seconds / 60))} دقیقه`
    return `${n(Math.ceil(seconds / 3600))} ساعت`
  },
  failed: (request) => `مشکلی از سوی ما پیش آمد. اگر تکرار شد، این شماره را به ما بگویید: ${iso(request)}`,
}
