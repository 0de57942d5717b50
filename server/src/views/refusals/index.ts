import type { Language } from '../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { RefusalTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { RefusalTexts } from './texts.ts'

export const refusalTexts: Record<Language, RefusalTexts> = { fa, ar, vi, fr, en }
