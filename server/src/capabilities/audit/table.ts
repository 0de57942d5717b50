declare module '../../kernel/database.ts' {
  interface Tables {
    events: { id: string; kind: string; at: number; user_id: number | null; app_id: string | null; facts: string }
  }
}

export {}
