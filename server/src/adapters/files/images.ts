import { availableParallelism } from 'node:os'
import type { Sharp } from 'sharp'
import { type FoundType, type ImageBounds, type Images, type Redrawn, Refusal, refuse } from '../../kernel/index.ts'
import { createTurns } from '../turns.ts'
import { refusalOfDisk } from './disk-full.ts'
import type { OpenSpool } from './spool.ts'

/** What each type is drawn as, and how. AVIF costs too much to make. */
const kinds: Readonly<Record<string, { found: FoundType; draw: (image: Sharp) => Sharp }>> = {
  'image/jpeg': { found: { type: 'image/jpeg', ending: 'jpg' }, draw: (image) => image.jpeg({ quality: 88 }) },
  'image/png': { found: { type: 'image/png', ending: 'png' }, draw: (image) => image.png() },
  'image/apng': { found: { type: 'image/png', ending: 'png' }, draw: (image) => image.png() },
  'image/gif': { found: { type: 'image/gif', ending: 'gif' }, draw: (image) => image.gif() },
  'image/webp': { found: { type: 'image/webp', ending: 'webp' }, draw: (image) => image.webp({ quality: 85 }) },
  'image/avif': { found: { type: 'image/webp', ending: 'webp' }, draw: (image) => image.webp({ quality: 85 }) },
}

/** The only readers of the library that may run: a file is never handed to one for documents or for SVG. */
const readers = ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].map((name) => `VipsForeignLoad${name}`)

/** Half the cores: hashing passwords comes first. */
const lanes = Math.max(1, Math.floor(availableParallelism() / 2))
const queueLength = lanes * 16
/** How long one picture may be worked at, seconds. */
const patience = 20

/** Loads the library when the first picture comes: start and idle memory know nothing of it. */
const load = async () => {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: readers })
  return sharp
}
let loading: ReturnType<typeof load> | undefined
const library = () => (loading ??= load())

/** Pictures by `sharp`: decoded within bounds, and drawn anew from the pixels (attack 73). */
export function createImages(spool: OpenSpool): Images {
  const turns = createTurns(lanes, queueLength)
  return {
    canDraw: (type) => type in kinds,
    redraw: ({ path }, type, bounds) => turns.take(() => redraw(spool, path, type, bounds)),
  }
}

async function redraw(spool: OpenSpool, path: string, type: string, bounds: ImageBounds): Promise<Redrawn> {
  const kind = kinds[type] ?? refuse('files.unreadable')
  const [imagePath, previewPath] = [await spool.newPath(), await spool.newPath()]
  try {
    const sharp = await library()
    const options = { limitInputPixels: bounds.mostPixels, failOn: 'error' } as const
    const head = await sharp(path, options).metadata()
    const frames = kind.found.type === 'image/gif' || kind.found.type === 'image/webp' ? (head.pages ?? 1) : 1
    const pixels = head.width * (head.pageHeight ?? head.height) * frames
    if (frames > bounds.mostFrames || pixels > bounds.mostPixels) refuse('files.unreadable')
    const source = sharp(path, { ...options, animated: frames > 1 })
    const upright = frames > 1 ? source : source.autoOrient()
    const drawn = await kind.draw(upright).timeout({ seconds: patience }).toFile(imagePath)
    const { previewSide: side } = bounds
    await sharp(imagePath, { ...options, sequentialRead: true })
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .timeout({ seconds: patience })
      .toFile(previewPath)
    const [image, preview] = [await spool.weigh(imagePath), await spool.weigh(previewPath)]
    return { image, preview, found: kind.found, width: drawn.width, height: drawn.pageHeight ?? drawn.height }
  } catch (error) {
    await Promise.all([imagePath, previewPath].map((path) => spool.drop({ path, bytes: 0, digest: '' })))
    throw refusalOf(error)
  }
}

/** What the library says of a picture is about the picture, but where it could not write. */
function refusalOf(error: unknown): unknown {
  const known = refusalOfDisk(error)
  if (known instanceof Refusal) return known
  const refusal =
    /space|quota|write/i.test(String(error)) && /ENOSPC|No space|write failed/i.test(String(error))
      ? new Refusal('server.no-room', { retryAfterSeconds: 60 })
      : new Refusal('files.unreadable', {})
  refusal.cause = error
  return refusal
}
