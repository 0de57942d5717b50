import { type Ports, refuse } from '../../kernel/index.ts'
import { fileSettings } from './settings.ts'

/** What a field of a form takes. */
export interface FilePolicy {
  /** Bytes of one file. */
  readonly mostBytes: number
  /** Files in one answer. */
  readonly mostFiles: number
  /** Media types, as the attribute `accept` of HTML has them: `image/*`, `application/pdf`, and one for all. */
  readonly types: readonly string[]
  /** True: seen by its owner and with the app's tokens alone. False: by whoever has the link. */
  readonly isPrivate: boolean
  /** Bytes that all files of the person may have who claims them. */
  readonly mostBytesPerPerson: number
}

/**
 * A field's policy, completed by the settings. A field may ask for fewer bytes than the setting has, never for more.
 */
export async function readFilePolicy(at: Ports, field: Partial<FilePolicy> = {}): Promise<FilePolicy> {
  const { mostBytes, types, mostBytesPerPerson } = await fileSettings.read(at)
  return {
    mostBytes: Math.min(field.mostBytes ?? mostBytes, mostBytes),
    mostFiles: field.mostFiles ?? 1,
    types: field.types ?? types,
    isPrivate: field.isPrivate ?? false,
    mostBytesPerPerson: Math.min(field.mostBytesPerPerson ?? mostBytesPerPerson, mostBytesPerPerson),
  }
}

/**
 * Refuses a file that the field does not take.
 *
 * @param canDraw whether the type is a picture that can be drawn anew: `image/*` means no others
 * @throws `files.wrong-type`, with what is taken
 */
export function checkType(policy: FilePolicy, type: string, canDraw: boolean): void {
  const [family = ''] = type.split('/')
  const fits = (one: string): boolean =>
    one === '*/*' || one === type || (one === `${family}/*` && (family !== 'image' || canDraw))
  if (!policy.types.some(fits)) refuse('files.wrong-type', { types: policy.types.map(nameOf).join(', ') })
}

/** A type as people know it: `PDF` of `application/pdf`. */
const nameOf = (type: string): string => {
  const [family = '', kind = ''] = type.split('/')
  if (kind === '*') return family === 'image' ? 'JPEG, PNG, WebP, GIF, AVIF' : type
  return names[type] ?? kind.toUpperCase()
}

const names: Readonly<Record<string, string>> = {
  'text/plain': 'TXT',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.oasis.opendocument.text': 'ODT',
}
