declare module '../../kernel/database.ts' {
  interface Tables {
    signing_keys: { kid: string; alg: string; sealed: string; created_at: number; retired_at: number | null }
  }
}

export {}
