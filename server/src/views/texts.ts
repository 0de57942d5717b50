import type { Language } from '../kernel/index.ts'

interface LayoutTexts {
  /** The language's own name. */
  name: string
  terms: string
  privacy: string
  /** The switch beside a password. */
  show: string
  hide: string
  /** Heads the list of what is wrong with a form. */
  problem: string
}

export const layoutTexts: Readonly<Record<Language, LayoutTexts>> = {
  fa: {
    name: 'فارسی',
    terms: 'شرایط استفاده',
    privacy: 'حریم خصوصی',
    show: 'نمایش',
    hide: 'پنهان کردن',
    problem: 'مشکلی وجود دارد',
  },
  ar: {
    name: 'العربية',
    terms: 'شروط الاستخدام',
    privacy: 'الخصوصية',
    show: 'إظهار',
    hide: 'إخفاء',
    problem: 'توجد مشكلة',
  },
  vi: {
    name: 'Tiếng Việt',
    terms: 'Điều khoản sử dụng',
    privacy: 'Quyền riêng tư',
    show: 'Hiện',
    hide: 'Ẩn',
    problem: 'Có chỗ cần xem lại',
  },
  fr: {
    name: 'Français',
    terms: 'Conditions d’utilisation',
    privacy: 'Confidentialité',
    show: 'Afficher',
    hide: 'Masquer',
    problem: 'Il y a un problème',
  },
  en: {
    name: 'English',
    terms: 'Terms',
    privacy: 'Privacy',
    show: 'Show',
    hide: 'Hide',
    problem: 'Something is not right',
  },
}
