import type { Language } from '../../../../kernel/index.ts'
import type { ShortTexts } from '../../letter.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import { vi } from './vi.ts'

export const shortTexts: Readonly<Record<Language, ShortTexts>> = { fa, ar, vi, fr, en }
