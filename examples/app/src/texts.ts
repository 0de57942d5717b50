const en = {
  title: 'Example',
  app: 'An app of yours',
  lead: 'Two ways in, by one small client.',
  hosted: 'With your account',
  hostedLead: 'The server’s own page asks for the password. This app never sees it.',
  signIn: 'Sign in',
  form: 'By a form of this app',
  formLead: 'The fields come from the server, and so does what is wrong with them.',
  signUp: 'Create the account',
  code: 'Your code',
  codeLead: 'It was sent to your e-mail. In development it lies in the inbox of the server.',
  activate: 'Confirm',
  hello: 'Hello, \u2068{name}\u2069',
  yours: 'What this app knows of you',
  signOut: 'Sign out',
  renew: 'Renew the tokens',
  renewed: 'The tokens were renewed.',
  id: 'Number',
  email: 'E-mail',
  name: 'Name',
  other: 'فارسی',
  away: 'The server cannot be reached. Start it with npm start.',
  required: 'required',
  wait: 'One moment …',
}

const fa: typeof en = {
  title: 'نمونه',
  app: 'برنامه‌ای از شما',
  lead: 'دو راه ورود، با یک کتابخانهٔ کوچک.',
  hosted: 'با حساب کاربری',
  hostedLead: 'رمز عبور را صفحهٔ خود سرور می‌پرسد؛ این برنامه هرگز آن را نمی‌بیند.',
  signIn: 'ورود',
  form: 'با فرم همین برنامه',
  formLead: 'فیلدها از سرور می‌آیند و خطاهایشان هم همین‌طور.',
  signUp: 'ساخت حساب',
  code: 'کد شما',
  codeLead: 'کد به ایمیل شما فرستاده شد. هنگام توسعه، آن را در صندوق سرور می‌بینید.',
  activate: 'تأیید',
  hello: 'سلام، \u2068{name}\u2069',
  yours: 'آنچه این برنامه از شما می‌داند',
  signOut: 'خروج',
  renew: 'تازه‌کردن توکن‌ها',
  renewed: 'توکن‌ها تازه شدند.',
  id: 'شناسه',
  email: 'ایمیل',
  name: 'نام',
  other: 'English',
  away: 'سرور در دسترس نیست. آن را با npm start راه بیندازید.',
  required: 'الزامی',
  wait: 'یک لحظه …',
}

const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('lang') ?? navigator.language

/** The language of the page: Persian or English. */
export const language = asked.startsWith('fa') ? 'fa' : 'en'
export const otherLanguage = language === 'fa' ? 'en' : 'fa'
/** As forms call it. */
export const langCode = language === 'fa' ? 'fa_IR' : 'en_US'
export const texts = { fa, en }[language]

// The server sends the browser back without our query.
localStorage.setItem('lang', language)
