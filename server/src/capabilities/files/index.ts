export { claimFile } from './claim-file.ts'
export {
  findFile,
  findFileByLink,
  findFileByUrl,
  type KeptFile,
  linksOf,
  listFilesOf,
  maySee,
  type Viewer,
} from './file.ts'
export { keepFile, type Uploader } from './keep-file.ts'
export { keepFiles } from './keep-files.ts'
export { type FilePolicy, readFilePolicy } from './policy.ts'
export { readBytes, readPreview } from './read-bytes.ts'
export { removeFile, removeFilesOf } from './remove-file.ts'
export { sweepFiles } from './sweep.ts'
