import type { Language } from '../../../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { DeveloperTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { DeveloperTexts } from './texts.ts'

export const developerTexts: Readonly<Record<Language, DeveloperTexts>> = { fa, ar, vi, fr, en }
