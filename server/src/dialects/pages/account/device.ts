import type { AccountTexts } from './texts/index.ts'

/** The first that fits names it; browsers claim to be their elders, so the younger ones stand first. */
const browsers: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\b(iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\b(CrOS)\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

/** What a browser says of itself (RFC 9110 §10.1.5), in words a person knows; nothing of it is trusted. */
export function sayDevice(texts: Pick<AccountTexts, 'device' | 'unknownDevice'>, agent: string): string {
  const name = (of: typeof browsers) => of.find(([sign]) => sign.test(agent))?.[1]
  const [browser, system] = [name(browsers), name(systems)]
  if (browser && system) return texts.device(`\u2068${browser}\u2069`, `\u2068${system}\u2069`)
  return browser ?? system ?? texts.unknownDevice
}
