declare module '../../kernel/database.ts' {
  interface Tables {
    settings: { name: string; value: string; changed_at: number }
  }
}

export {}
