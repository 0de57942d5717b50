import type { Language } from '../../../kernel/index.ts'
import type { MessageTexts } from '../letter.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import { vi } from './vi.ts'

export const messageTexts: Record<Language, MessageTexts> = { fa, ar, vi, fr, en }
