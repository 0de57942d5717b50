import type { Language } from '../../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { PortalTexts } from './texts.ts'
import { vi } from './vi.ts'

export type { PortalTexts } from './texts.ts'

export const portalTexts: Record<Language, PortalTexts> = { fa, ar, vi, fr, en }
