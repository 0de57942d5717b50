declare module '../../kernel/database.ts' {
  interface Tables {
    journeys: { hash: string; sealed: string; changed_at: number; expires_at: number }
  }
}

export {}
