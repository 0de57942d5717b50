import { createReadStream } from 'node:fs'
import type { FoundType } from '../../kernel/index.ts'

/**
 * What the bytes of a file say it is. Text has no mark of its own: it is what decodes as UTF-8 and has no control
 * characters. HTML, SVG and other programs in text are text here, whatever they are called (attack 73).
 */
export async function findType(path: string): Promise<FoundType> {
  const { fileTypeFromFile } = await import('file-type')
  const found = await fileTypeFromFile(path).catch(() => undefined)
  if (found && found.mime !== 'application/xml') return { type: found.mime, ending: found.ext }
  if (await isText(path)) return { type: 'text/plain', ending: 'txt' }
  return { type: 'application/octet-stream', ending: 'bin' }
}

async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let length = 0
  try {
    for await (const chunk of createReadStream(path)) {
      const text = decoder.decode(chunk, { stream: true })
      length += text.length
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has is what is looked for
      if (/[\0-\x08\x0e-\x1f\x7f]/.test(text)) return false
    }
    decoder.decode()
    return length > 0
  } catch {
    return false
  }
}
