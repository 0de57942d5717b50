import type { Language } from '../../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { OidcTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { OidcTexts } from './texts.ts'

export const oidcTexts: Record<Language, OidcTexts> = { fa, ar, vi, fr, en }
