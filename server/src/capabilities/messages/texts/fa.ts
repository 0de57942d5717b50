import type { MessageTexts } from '../letter.ts'

const n = new Intl.NumberFormat('fa').format

const unasked = 'اگر کار شما نبوده است، لازم نیست کاری بکنید: بدون این ایمیل هیچ‌کس نمی‌تواند ادامه دهد.'

export const fa: MessageTexts = {
  'activation-link': ({ app, website, link, hours, at }) => ({
    subject: `نشانی ایمیل خود را برای ${app} تأیید کنید`,
    title: 'نشانی ایمیل خود را تأیید کنید',
    paragraphs: [
      `کسی در تاریخ ${at} با این نشانی در ${app} (${website}) ثبت‌نام کرده است.`,
      `اگر شما بوده‌اید، نشانی را تأیید کنید. پیوند زیر فقط یک بار و تا ${n(hours)} ساعت کار می‌کند.`,
    ],
    action: { label: 'تأیید نشانی', url: link },
    closing: ['اگر شما ثبت‌نام نکرده‌اید، پیوند را باز نکنید: حساب بسته می‌ماند و خودبه‌خود حذف می‌شود.'],
  }),
  'reset-link': ({ app, website, link, minutes, at }) => ({
    subject: `رمز عبور جدید برای ${app}`,
    title: 'رمز عبور جدیدی بسازید',
    paragraphs: [
      `در تاریخ ${at} برای حساب شما در ${app} (${website}) رمز عبور جدیدی درخواست شده است.`,
      `اگر شما بوده‌اید، پیوند زیر را باز کنید. این پیوند فقط یک بار و تا ${n(minutes)} دقیقه کار می‌کند. تا وقتی از رمز جدید استفاده نکرده‌اید، رمز قبلی معتبر است.`,
    ],
    action: { label: 'ساختن رمز عبور جدید', url: link },
    closing: [unasked],
  }),
  'new-password': ({ app, website, password, hours, at }) => ({
    subject: `رمز عبور جدید شما برای ${app}`,
    title: 'رمز عبور جدید شما',
    paragraphs: [
      `این رمز عبور در تاریخ ${at} در ${app} (${website}) برای شما ساخته شد و تا ${n(hours)} ساعت معتبر است. پس از ورود، آن را عوض کنید.`,
    ],
    code: password,
    closing: [
      'رمز قبلی شما تا نخستین استفاده از این رمز معتبر می‌ماند. اگر آن را درخواست نکرده‌اید، این ایمیل را پاک کنید.',
    ],
  }),
  'password-changed': ({ app, website, at }) => ({
    subject: 'رمز عبور شما عوض شد',
    title: 'رمز عبور شما عوض شد',
    paragraphs: [`رمز عبور حساب شما در ${app} (${website}) در تاریخ ${at} عوض شد.`],
    closing: [
      `اگر کار شما نبوده است، همین حالا در ${website} رمز عبور جدیدی درخواست کنید: با این کار دسترسی آن فرد قطع می‌شود.`,
    ],
  }),
  code: ({ app, code, minutes }) => ({
    subject: `${code} کد شما برای ${app} است`,
    title: 'کد شما',
    paragraphs: [`این کد را در ${app} وارد کنید. کد تا ${n(minutes)} دقیقه معتبر است.`],
    code,
    closing: [`کد را به هیچ‌کس نگویید. ${unasked}`],
  }),
}
