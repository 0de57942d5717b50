import { Type } from 'typebox'
import type { Ports } from '../../kernel/index.ts'
import { houseSettings } from './house.ts'
import { setting } from './setting.ts'
import { slice } from './slice.ts'

const address = (about: string) =>
  setting(Type.String({ pattern: '^(|https?://[^\\s"<>]+|/[^\\s"<>]*)$', maxLength: 2000 }), '', about)

const themeSettings = slice('theme', {
  accent: setting(
    Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }),
    '#1f4fd8',
    'Colour of buttons and links, as #rrggbb; its hue is kept, and its lightness chosen for contrast in both schemes',
  ),
  logo: address('Address of the logo above pages, where no app’s stands there; none by default'),
  termsUrl: address('Address of the terms that people agree to when they make an account'),
  privacyUrl: address('Address of the privacy notice'),
})

/** How the house's pages look, and what they link to. */
export interface ThemeValues {
  readonly house: string
  readonly accent: string
  readonly logo: string | undefined
  readonly termsUrl: string | undefined
  readonly privacyUrl: string | undefined
}

export async function readTheme(at: Pick<Ports, 'db' | 'clock'>): Promise<ThemeValues> {
  const { name: house } = await houseSettings.read(at)
  const { accent, logo, termsUrl, privacyUrl } = await themeSettings.read(at)
  return {
    house,
    accent,
    logo: logo || undefined,
    termsUrl: termsUrl || undefined,
    privacyUrl: privacyUrl || undefined,
  }
}
