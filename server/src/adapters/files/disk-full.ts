import { Refusal } from '../../kernel/index.ts'

/** Codes of a disk that takes no more: full, over the quota, a file too big for it. */
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** And of one that answers with nothing else than trouble. */
const broken = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ESTALE', 'ENOTCONN', 'ETIMEDOUT'])

/** The refusal that a failure of the disk stands for (attack 82); anything else stays as it is. */
export function refusalOfDisk(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const refusal = full.has(code)
    ? new Refusal('server.no-room', { retryAfterSeconds: 60 })
    : broken.has(code)
      ? new Refusal('server.unavailable', { retryAfterSeconds: 5 })
      : undefined
  if (!refusal) return error
  refusal.cause = error
  return refusal
}
