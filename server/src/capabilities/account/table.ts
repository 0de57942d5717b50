declare module '../../kernel/database.ts' {
  interface Tables {
    merged_accounts: { retired_id: number; user_id: number; merged_at: number }
  }
}

export {}
