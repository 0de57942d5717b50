import type { Caller } from './call.ts'
import type { UploadQuery } from './shapes.ts'
import type { FileValue } from './values.ts'

/** Files of forms. */
export interface FileUploading {
  /**
   * Uploads a file, and answers what a field of the types `file` and `image` takes as its value.
   *
   * @throws `files.*` for one that is too large, of a wrong type, or one too many
   * @example
   * ```ts
   * const [picture] = await client.FileUploading.upload(input.files[0], { type: 'form', entity: 'reg' })
   * ```
   */
  upload(file: Blob, fileQuery?: UploadQuery): Promise<readonly FileValue[]>
  /**
   * Removes a file.
   *
   * @throws `pages.not-found`
   * @example
   * ```ts
   * await client.FileUploading.delete(picture.filename, { type: 'form', entity: 'reg' })
   * ```
   */
  delete(filename: string, fileQuery?: UploadQuery): Promise<boolean>
}

export const fileUploading = ({ asApp, asPerson, keeper }: Caller): FileUploading => {
  /** As the person where somebody is signed in. */
  const call: Caller['asApp'] = async (one) => ((await keeper.read()) ? asPerson(one) : asApp(one))
  return {
    upload(file, fileQuery = {}) {
      const body = new FormData()
      body.append('files', file, file instanceof File ? file.name : 'file')
      return call({ path: ['files'], query: { ...fileQuery }, body })
    },
    delete: (filename, fileQuery = {}) =>
      call({ method: 'DELETE', path: ['files'], query: { ...fileQuery, filename } }),
  }
}
