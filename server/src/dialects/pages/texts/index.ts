import type { Language } from '../../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { PageTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { PageTexts } from './texts.ts'

export const pageTexts: Record<Language, PageTexts> = { fa, ar, vi, fr, en }
