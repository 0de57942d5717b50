declare module '../../kernel/database.ts' {
  interface Tables {
    limits: { name: string; spent: number; resets_at: number }
  }
}

export {}
