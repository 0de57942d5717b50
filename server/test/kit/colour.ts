/** A colour by its share of red, green and blue light, 0 to 1. */
type Light = readonly [number, number, number]

/** Reads `oklch(47% .16 262)` (CSS Color 4 §10.4) or `#1f4fd8`. */
function readColour(text: string): Light {
  const oklch = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)$/.exec(text)
  if (oklch) return fromOklch(Number(oklch[1]) / 100, Number(oklch[2]), (Number(oklch[3]) * Math.PI) / 180)
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1]
  if (!hex) throw new Error(`${text} is no colour that can be read`)
  const long = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
  const channel = (i: number) => linear(Number.parseInt(long.slice(2 * i, 2 * i + 2), 16) / 255)
  return [channel(0), channel(1), channel(2)]
}

const linear = (share: number): number => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)

/** OKLCH through OKLab and LMS to linear sRGB; what lies outside is cut off, as screens do. */
function fromOklch(lightness: number, chroma: number, hue: number): Light {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const cut = (share: number) => Math.min(1, Math.max(0, share))
  return [
    cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

const luminance = ([red, green, blue]: Light): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue

/** The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [one, other].map((text) => luminance(readColour(text))).toSorted((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}
