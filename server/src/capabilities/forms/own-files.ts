import type { Ports, Tx, UserId } from '../../kernel/index.ts'
import { claimFile, type FilePolicy, findFileByUrl, type KeptFile, linksOf, readFilePolicy } from '../files/index.ts'
import type { AnswerItem } from './compile-form.ts'
import { type Attribute, type Form, typeOf } from './definition.ts'

/** An upload of ours that an answer takes. Links of other hosts are kept as they are, and never fetched. */
interface OwnFile {
  readonly fileId: string
  readonly policy: FilePolicy
}

const filed = new Set(['image', 'groupOfImages', 'file'])

/** True for a field that takes files. */
export const takesFiles = (attribute: Attribute): boolean => filed.has(typeOf(attribute))

/** What a field takes of files, by the settings where it says nothing. */
export function filePolicyOf(at: Ports, attribute: Attribute): Promise<FilePolicy> {
  const { limits = {}, settings } = attribute
  const types = limits.types ?? (typeOf(attribute) === 'file' ? undefined : ['image/*'])
  return readFilePolicy(at, {
    ...(limits.maximumBytes !== undefined && { mostBytes: limits.maximumBytes }),
    ...(types && { types }),
    mostFiles: limits.maximumCount ?? (typeOf(attribute) === 'image' ? 1 : 20),
    isPrivate: settings?.private === true,
  })
}

/** A file as answers carry it (contracts/oneentry.md, field types): by its id and its name; the id alone finds it again. */
export function fileValueOf(at: Pick<Ports, 'keyring' | 'publicUrl'>, file: KeptFile) {
  const { link, preview } = linksOf(at, file)
  return {
    filename: `files/${file.id}/${file.name}`,
    downloadLink: link,
    size: file.bytes,
    ...(preview !== undefined && { previewLink: preview }),
  }
}

/** The uploads of ours among the values of an answer; before the transaction that takes them. */
export async function findOwnFiles(at: Ports, form: Form, items: readonly AnswerItem[]): Promise<OwnFile[]> {
  const attributes = new Map(form.attributes.filter(takesFiles).map((one) => [one.marker, one]))
  const found: OwnFile[] = []
  for (const { marker, value } of items) {
    const attribute = attributes.get(marker)
    if (!attribute || value === null) continue
    const policy = await filePolicyOf(at, attribute)
    for (const one of Array.isArray(value) ? value : [value]) {
      const file = await findFileByUrl(at, (one as { downloadLink: string }).downloadLink)
      if (file) found.push({ fileId: file.id, policy })
    }
  }
  return found
}

/**
 * Takes the uploads for an answer, in the transaction that writes it: each is one answer's, and goes with its person.
 *
 * @throws `files.unknown` for another's as for none (attack 58), `files.wrong-type`, `files.too-large`, `files.quota`
 */
export async function claimOwnFiles(
  at: Ports,
  tx: Tx,
  files: readonly OwnFile[],
  { appId, userId, answerId }: { appId: string; userId: UserId | undefined; answerId: number },
): Promise<void> {
  const holder = `answer ${answerId}`
  for (const { fileId, policy } of files.toSorted((a, b) => (a.fileId < b.fileId ? -1 : 1))) {
    await claimFile(at, tx, { fileId, appId, userId, holder, policy })
  }
}
