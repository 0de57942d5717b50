import type { Gender, ProfileField } from '../../../capabilities/users/index.ts'
import type { Language } from '../../../kernel/index.ts'

interface FieldTexts {
  fields: Readonly<Record<ProfileField, string>>
  /** How a value is written, below its label. */
  help: Readonly<Record<'birthDate' | 'nationalCode' | 'iban' | 'website', string>>
  genders: Readonly<Record<Gender, string>>
  /** A label of what may stay empty. */
  optional: (label: string) => string
  yes: string
  no: string
}

/** What stands above the fields of a profile, wherever people fill them in. */
export const fieldTexts: Readonly<Record<Language, FieldTexts>> = {
  fa: {
    fields: {
      name: 'نام و نام خانوادگی',
      firstName: 'نام',
      lastName: 'نام خانوادگی',
      birthDate: 'تاریخ تولد',
      gender: 'جنسیت',
      mobile: 'شمارهٔ همراه',
      localPhone: 'تلفن ثابت',
      address: 'نشانی',
      postalCode: 'کد پستی',
      nationalCode: 'کد ملی',
      iban: 'شمارهٔ شبا',
      relationship: 'وضعیت تأهل',
      biography: 'دربارهٔ خودتان',
      website: 'وب‌سایت',
    },
    help: {
      birthDate: 'مانند ۱۳۶۸/۰۳/۰۳',
      nationalCode: 'ده رقم، بدون خط تیره',
      iban: 'با ⁨IR⁩ آغاز می‌شود',
      website: 'با ⁨https://⁩ آغاز می‌شود',
    },
    genders: { other: 'دیگر', male: 'مرد', female: 'زن' },
    optional: (label) => `${label} (اختیاری)`,
    yes: 'بله',
    no: 'نه',
  },
  ar: {
    fields: {
      name: 'الاسم واسم العائلة',
      firstName: 'الاسم الأول',
      lastName: 'اسم العائلة',
      birthDate: 'تاريخ الميلاد',
      gender: 'الجنس',
      mobile: 'رقم الجوال',
      localPhone: 'الهاتف الثابت',
      address: 'العنوان',
      postalCode: 'الرمز البريدي',
      nationalCode: 'الرقم الوطني',
      iban: 'رقم الحساب المصرفي الدولي',
      relationship: 'الحالة الاجتماعية',
      biography: 'نبذة عن نفسك',
      website: 'الموقع',
    },
    help: {
      birthDate: 'مثل ⁨1989-05-24⁩',
      nationalCode: 'عشرة أرقام دون شرطات',
      iban: 'يبدأ برمز البلد من حرفين',
      website: 'يبدأ بـ ⁨https://⁩',
    },
    genders: { other: 'غير ذلك', male: 'ذكر', female: 'أنثى' },
    optional: (label) => `${label} (اختياري)`,
    yes: 'نعم',
    no: 'لا',
  },
  vi: {
    fields: {
      name: 'Họ và tên',
      firstName: 'Tên',
      lastName: 'Họ',
      birthDate: 'Ngày sinh',
      gender: 'Giới tính',
      mobile: 'Số di động',
      localPhone: 'Điện thoại cố định',
      address: 'Địa chỉ',
      postalCode: 'Mã bưu chính',
      nationalCode: 'Mã định danh',
      iban: 'Số tài khoản IBAN',
      relationship: 'Tình trạng hôn nhân',
      biography: 'Về bạn',
      website: 'Địa chỉ trang web',
    },
    help: {
      birthDate: 'viết như 1989-05-24',
      nationalCode: 'mười chữ số, không có gạch nối',
      iban: 'bắt đầu bằng hai chữ cái của quốc gia',
      website: 'bắt đầu bằng https://',
    },
    genders: { other: 'Khác', male: 'Nam', female: 'Nữ' },
    optional: (label) => `${label} (không bắt buộc)`,
    yes: 'có',
    no: 'không',
  },
  fr: {
    fields: {
      name: 'Nom complet',
      firstName: 'Prénom',
      lastName: 'Nom de famille',
      birthDate: 'Date de naissance',
      gender: 'Genre',
      mobile: 'Téléphone mobile',
      localPhone: 'Téléphone fixe',
      address: 'Adresse',
      postalCode: 'Code postal',
      nationalCode: 'Numéro national',
      iban: 'Numéro IBAN',
      relationship: 'Situation amoureuse',
      biography: 'À propos de vous',
      website: 'Site web',
    },
    help: {
      birthDate: 'par exemple 1989-05-24',
      nationalCode: 'dix chiffres, sans tiret',
      iban: 'commence par les deux lettres du pays',
      website: 'commence par https://',
    },
    genders: { other: 'Autre', male: 'Homme', female: 'Femme' },
    optional: (label) => `${label} (facultatif)`,
    yes: 'oui',
    no: 'non',
  },
  en: {
    fields: {
      name: 'Full name',
      firstName: 'First name',
      lastName: 'Last name',
      birthDate: 'Birthday',
      gender: 'Gender',
      mobile: 'Mobile number',
      localPhone: 'Landline',
      address: 'Postal address',
      postalCode: 'Postal code',
      nationalCode: 'National code',
      iban: 'Account number (IBAN)',
      relationship: 'Relationship',
      biography: 'About you',
      website: 'Website',
    },
    help: {
      birthDate: 'such as 1989-05-24',
      nationalCode: 'ten digits, without dashes',
      iban: 'it begins with two letters for the country',
      website: 'it begins with https://',
    },
    genders: { other: 'Other', male: 'Male', female: 'Female' },
    optional: (label) => `${label} (optional)`,
    yes: 'yes',
    no: 'no',
  },
}
