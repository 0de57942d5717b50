import type { Language } from '../../../../kernel/index.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { fr } from './fr.ts'
import type { InvitationTexts } from './texts.ts'
import { vi } from './vi.ts'

export const invitationTexts: Readonly<Record<Language, InvitationTexts>> = { fa, ar, vi, fr, en }
