import { keepFile } from '../../../capabilities/files/index.ts'
import { filePolicyOf, fileValueOf, takesFiles } from '../../../capabilities/forms/index.ts'
import { checkForm, type Part, shorten } from '../../../http/index.ts'
import { Refusal, refuse } from '../../../kernel/index.ts'
import { refuseZeros, type Visit } from '../visit.ts'
import type { ProviderDoor } from './door.ts'
import { nameOf } from './draw-attribute.ts'
import { askedOf, type Sent } from './read-answer.ts'

/** A file that its field does not take; what came before it is there. */
export interface RefusedFile {
  readonly marker: string
  readonly refusal: Refusal
}

interface Received {
  readonly door: ProviderDoor
  readonly files: Sent
  readonly refused?: RefusedFile
}

type FilePart = Extract<Part, { kind: 'file' }>

/**
 * Reads a form in parts: its fields, then its files, each kept as it arrives. Nothing is kept for a form that is not of a
 * page of ours (attack 64), nor for a field that takes none; what no account takes in the end is swept.
 *
 * @throws `pages.stale-form`, `input.duplicate`, `input.unknown`, `input.too-large`, `input.not-multipart`
 */
export async function receive(visit: Visit, open: (visit: Visit) => Promise<ProviderDoor>): Promise<Received> {
  const { parts } = visit.asked
  if (!parts) return { door: await open(visit), files: new Map() }
  const form = new Map<string, string>()
  const files = new Map<string, object[]>()
  let door: ProviderDoor | undefined
  const enter = (): Promise<ProviderDoor> => {
    checkForm(visit.at, visit.asked, refuseZeros(form), visit.token)
    return open({ ...visit, form })
  }
  for await (const part of parts()) {
    if (part.kind === 'field') {
      if (form.has(part.name)) refuse('input.duplicate', { field: shorten(part.name) })
      form.set(part.name, part.value)
    } else if (part.filename) {
      door ??= await enter()
      const refused = await keep(door, part, files)
      if (refused) return { door, files, refused }
    }
  }
  return { door: await enter(), files }
}

/** Keeps one file; answers why its field does not take it. */
async function keep(
  door: ProviderDoor,
  part: FilePart,
  files: Map<string, object[]>,
): Promise<RefusedFile | undefined> {
  const { visit, app, form } = door
  const attribute = askedOf(form).find((one) => takesFiles(one) && nameOf(one.marker) === part.name)
  if (!attribute) return refuse('input.unknown', { field: shorten(part.name) })
  const { marker } = attribute
  try {
    const policy = await filePolicyOf(visit.at, attribute)
    const before = files.get(marker) ?? []
    if (before.length >= policy.mostFiles) refuse('files.too-many', { maximum: policy.mostFiles })
    const by = { appId: app.id, address: visit.asked.address }
    const file = await keepFile(visit.at, { by, name: part.filename, body: part.body, policy })
    files.set(marker, [...before, fileValueOf(visit.at, file)])
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal && error.family === 'files')) throw error
    return { marker, refusal: error }
  }
}
