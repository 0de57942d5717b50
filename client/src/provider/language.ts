const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The default language of this surface. */
export const defaultLanguage = 'en_US'

/** A body as the surface wants it: `formData` stands under its language. The caller’s own object stays as it is. */
export function wrapLanguage<B extends object>(body: B, langCode: string): B {
  const { formData } = body as { formData?: unknown }
  if (formData === undefined || (isObject(formData) && langCode in formData)) return body
  return { ...body, formData: { [langCode]: Array.isArray(formData) ? formData : [formData] } }
}

/** An answer as people read it: whatever stands under the language stands in its place. Values of fields are left alone. */
export function unwrapLanguage(value: unknown, langCode: string): unknown {
  if (Array.isArray(value)) return value.map((one) => unwrapLanguage(one, langCode))
  if (!isObject(value)) return value
  if (langCode in value) return value[langCode]
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'value' ? one : unwrapLanguage(one, langCode)]),
  )
}
