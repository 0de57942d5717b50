/** Hue (degrees) and chroma of a colour in OKLCH (CSS Color 4 §10.4). */
export interface Hue {
  readonly hue: number
  readonly chroma: number
}

/** Reads `#rrggbb` and keeps what gives a colour its character; lightness is ours to choose, for contrast. */
export function hueOf(hex: string): Hue {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((i) => linear(Number.parseInt(hex.slice(i, i + 2), 16) / 255))
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const hue = (Math.atan2(b, a) * 180) / Math.PI
  return { hue: Math.round((hue + 360) % 360), chroma: Math.round(Math.hypot(a, b) * 1000) / 1000 }
}

const linear = (share: number): number => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
