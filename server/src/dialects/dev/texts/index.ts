import type { Language } from '../../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { DevTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { DevTexts } from './texts.ts'

export const devTexts: Record<Language, DevTexts> = { fa, ar, vi, fr, en }
