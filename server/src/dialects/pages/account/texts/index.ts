import type { Language } from '../../../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { AccountTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { AccountTexts, ProfilePart, Section } from './texts.ts'

export const accountTexts: Record<Language, AccountTexts> = { fa, ar, vi, fr, en }
