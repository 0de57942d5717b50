import { join } from 'node:path'
import type { FileStore, FileWorks, Random } from '../../kernel/index.ts'
import { diskStore } from './disk-store.ts'
import { createImages } from './images.ts'
import { s3Store } from './s3-store.ts'
import { createSpool } from './spool.ts'

/** Where files are kept and looked at. Opens nothing yet. */
export function openFiles(filesUrl: string | undefined, dataDir: string, random: Random): FileWorks {
  const spool = createSpool(join(dataDir, 'incoming'), random)
  return { spool, images: createImages(spool), store: storeOf(filesUrl ?? `file:${join(dataDir, 'files')}`) }
}

/** `file:PATH`, or `s3://KEY:SECRET@BUCKET/PREFIX?region=…&endpoint=…&pathStyle=true`. */
function storeOf(url: string): FileStore {
  if (url.startsWith('file:')) return diskStore(url.slice('file:'.length))
  const { hostname, pathname, username, password, searchParams: given } = new URL(url)
  const prefix = pathname.replace(/^\/+|\/+$/g, '')
  const endpoint = given.get('endpoint')
  return s3Store({
    bucket: hostname,
    prefix: prefix && `${prefix}/`,
    region: given.get('region') ?? 'us-east-1',
    pathStyle: given.get('pathStyle') === 'true',
    ...(endpoint !== null && { endpoint }),
    ...(username && {
      credentials: { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) },
    }),
  })
}
