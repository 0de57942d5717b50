import { type Attribute, typeOf } from '../definition.ts'
import { type Check, hasOnly, isParams, isRecord } from './check.ts'

const keys = new Set(['filename', 'downloadLink', 'size', 'previewLink', 'params', 'contentType'])
const longestLink = 2048
const mostOf = { image: 1, groupOfImages: 100, file: 20 } as const

/**
 * Files as links: ours, or those of other hosts, which are kept as they are and never fetched. One object or a list of
 * them; both are documented.
 */
export function checkFiles(attribute: Attribute): Check {
  const { maximumBytes = Number.MAX_SAFE_INTEGER, maximumCount } = attribute.limits ?? {}
  const most = maximumCount ?? mostOf[typeOf(attribute) as keyof typeof mostOf]
  return (value) => {
    const files = Array.isArray(value) ? value : [value]
    if (files.length === 0) return 'missing'
    if (files.length > most) return 'file-count'
    for (const file of files) {
      if (!isFile(file)) return 'file'
      if ((file.size as number) > maximumBytes) return 'file-size'
    }
    return undefined
  }
}

function isFile(file: unknown): file is Record<string, unknown> {
  if (!isRecord(file) || !hasOnly(file, keys) || !isParams(file.params)) return false
  const { filename, downloadLink, size, previewLink, contentType } = file
  if (typeof filename !== 'string' || filename.length === 0 || filename.length > 1024) return false
  if (!Number.isSafeInteger(size) || (size as number) < 0) return false
  if (contentType !== undefined && (typeof contentType !== 'string' || contentType.length > 100)) return false
  return isLink(downloadLink) && (previewLink === undefined || previewLink === '' || isLink(previewLink))
}

/** http and https alone: a link is shown where somebody may follow it. */
function isLink(link: unknown): boolean {
  if (typeof link !== 'string' || link.length > longestLink || !/^https?:\/\//i.test(link)) return false
  const url = URL.parse(link)
  return url !== null && !url.username && !url.password
}
