import { type Ports, refuse } from '../../kernel/index.ts'
import type { KeptFile } from './file.ts'
import { keepFile, type Upload } from './keep-file.ts'
import { removeFile } from './remove-file.ts'

/**
 * Takes several uploads as they come, all of them or none: what was kept already goes when a later one is refused, or
 * never arrives.
 *
 * @throws `files.too-many`, what {@link keepFile} refuses, and what the uploads throw
 */
export async function keepFiles(at: Ports, uploads: AsyncIterable<Upload>, mostFiles: number): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  try {
    for await (const one of uploads) {
      if (kept.length >= mostFiles) refuse('files.too-many', { maximum: mostFiles })
      kept.push(await keepFile(at, one))
    }
  } catch (error) {
    for (const file of kept) await removeFile(at, file)
    throw error
  }
  return kept
}
