import type { ShortTexts } from '../../letter.ts'

const n = new Intl.NumberFormat('fa').format

export const fa: ShortTexts = {
  'activation-link': ({ app, link, hours }) =>
    `برای ${app} تأیید کنید که این شماره از آنِ شماست. پیوند فقط یک بار و تا ${n(hours)} ساعت کار می‌کند:\n${link}`,
  'reset-link': ({ app, link, minutes }) =>
    `رمز عبور جدید برای ${app}. پیوند فقط یک بار و تا ${n(minutes)} دقیقه کار می‌کند؛ اگر شما نخواسته‌اید، کاری نکنید:\n${link}`,
  'new-password': ({ app, password, hours }) =>
    `رمز عبور جدید شما برای ${app}:\n${password}\nتا ${n(hours)} ساعت معتبر است؛ پس از ورود، آن را عوض کنید.`,
  'password-changed': ({ app, website }) =>
    `رمز عبور شما در ${app} عوض شد. اگر کار شما نبوده است، همین حالا در ${website} رمز جدیدی بخواهید.`,
  'contact-added': ({ app, website, contact }) =>
    `${contact} به حساب شما در ${app} اضافه شد. اگر کار شما نبوده است، همین حالا در ${website} وارد شوید و آن را حذف کنید.`,
  'contact-removed': ({ app, website, contact }) =>
    `${contact} از حساب شما در ${app} حذف شد. اگر کار شما نبوده است، همین حالا در ${website} وارد شوید و رمز عبورتان را عوض کنید.`,
  'accounts-merged': ({ app, website }) =>
    `دو حساب شما در ${app} یکی شد و حساب قدیمی‌تر می‌ماند. اگر کار شما نبوده است، همین حالا در ${website} وارد شوید و رمز عبورتان را عوض کنید.`,
  'account-erased': ({ app }) => `حساب شما در ${app} با همهٔ آنچه دربارهٔ شما نگه می‌داشتیم حذف شد.`,
  welcome: ({ app, website }) =>
    `حساب شما در ${app} آماده است. اگر شما آن را نساخته‌اید، کسی پیام‌های شما را می‌خواند: به ${website} خبر دهید.`,
  'codes-alarm': ({ app, prefix, sent, verified, minutes }) =>
    `${app}: در ${n(minutes)} دقیقه ${n(sent)} کد به ${prefix} فرستاده و ${n(verified)} کد درست وارد شد. درگاه پیامک و سقف هزینهٔ روز را بررسی کنید.`,
  'account-code': ({ app, code, minutes }) =>
    `کد ثبت‌نام شما در ${app}:\n${code}\nتا ${n(minutes)} دقیقه معتبر است. اگر ثبت‌نام نکرده‌اید، آن را به کسی ندهید.`,
  'login-taken': ({ app }) =>
    `کسی خواست با نام کاربری شما در ${app} ثبت‌نام کند. اگر شما بوده‌اید، وارد شوید؛ چیزی تغییر نکرد.`,
  code: ({ app, code, minutes }) =>
    `کد شما برای ${app}:\n${code}\nتا ${n(minutes)} دقیقه معتبر است. آن را به کسی نگویید.`,
  spoken: ({ app, signs }) => `کد شما برای ${app} این است: ${signs}. یک بار دیگر: ${signs}.`,
}
