import type { Ports } from '../../kernel/index.ts'

/**
 * The folder of this house in the store, the newest first: drawn from the keyring, so that two houses that share a bucket
 * never sweep each other's files. There is more than one while the keyring's root is being replaced.
 */
export const homesOf = ({ keyring }: Pick<Ports, 'keyring'>): string[] =>
  keyring.macs('index', 'files').map((mac) => Buffer.from(mac, 'base64url').toString('hex').slice(0, 16))
