/** Where randomness comes from. */
export interface Random {
  /** `count` bytes from a cryptographic source, in a buffer of the caller's own. */
  bytes(count: number): Buffer
}
