/** A day, a moment or a time of day. */
export interface DateValue {
  /** ISO 8601, in UTC. */
  readonly fullDate: string
  /** The same as people read it. */
  readonly formattedValue: string
  /** `DD-MM-YYYY`, `DD-MM-YYYY HH:mm` or `HH:mm`. */
  readonly formatString: string
}

/** A text with its markup. */
export interface TextValue {
  readonly htmlValue?: string
  readonly plainValue?: string
  readonly mdValue?: string
  readonly params?: {
    readonly isEditorDisabled?: boolean
    readonly isImageCompressed?: boolean
    readonly editorMode?: string
  }
}

/** A text under a heading. */
export interface HeadedTextValue extends TextValue {
  readonly header: string
}

/** A file that was uploaded, as `FileUploading.upload` answers it. */
export interface FileValue {
  readonly filename: string
  readonly downloadLink: string
  readonly size: number
}

/** An image that was uploaded. */
export interface ImageValue extends FileValue {
  readonly previewLink?: string
  readonly params?: { readonly isImageCompressed?: boolean }
}

/** A choice of a list. */
export interface ChoiceValue {
  readonly title?: string
  readonly value: string
  readonly extended?: { readonly value: unknown; readonly type: string } | null
}

/** A choice of a tree. */
export interface EntityValue {
  readonly id: string
  readonly title?: string
  readonly value: string
  /** The text `null` at the root. */
  readonly parentId?: string
}

/** The value that each type of field has. */
export interface FieldValues {
  string: string
  integer: number | string
  float: number | string
  date: DateValue
  dateTime: DateValue
  time: DateValue
  text: TextValue | readonly TextValue[]
  textWithHeader: HeadedTextValue | readonly HeadedTextValue[]
  image: ImageValue | readonly ImageValue[]
  groupOfImages: readonly ImageValue[]
  file: FileValue | readonly FileValue[]
  radioButton: readonly ChoiceValue[]
  list: readonly ChoiceValue[]
  entity: readonly EntityValue[]
}

/** The types of fields. */
export type FieldType = keyof FieldValues

/** One answer of a form: its marker, its type, and a value that fits the type; null empties the field. */
export type FormItem = {
  [T in FieldType]: { readonly marker: string; readonly type: T; readonly value: FieldValues[T] | null }
}[FieldType]

/** One answer of a form that `diwan types` has written the type of. */
export type ItemOf<F> = {
  [M in keyof F & string]-?: { readonly marker: M; readonly type?: string; readonly value: NonNullable<F[M]> | null }
}[keyof F & string]

/** The answers of any form, or of a form of that type. */
export type Items<F> = [F] extends [never] ? FormItem | readonly FormItem[] : readonly ItemOf<F>[]

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')

/**
 * A moment as the types `date`, `dateTime` and `time` want it; formatted by the clock of this device.
 *
 * @example
 * ```ts
 * const born: FormItem = { marker: 'born', type: 'date', value: dateValue(new Date(1989, 4, 24), 'DD-MM-YYYY') }
 * ```
 */
export function dateValue(date: Date, formatString: 'DD-MM-YYYY' | 'DD-MM-YYYY HH:mm' | 'HH:mm'): DateValue {
  const parts: Record<string, string> = {
    DD: pad(date.getDate()),
    MM: pad(date.getMonth() + 1),
    YYYY: pad(date.getFullYear(), 4),
    HH: pad(date.getHours()),
    mm: pad(date.getMinutes()),
  }
  const formattedValue = formatString.replace(/DD|MM|YYYY|HH|mm/g, (part) => parts[part] ?? part)
  return { fullDate: date.toISOString(), formattedValue, formatString }
}
