declare module '../../kernel/database.ts' {
  interface Tables {
    passwords: {
      user_id: number
      hash: string
      must_change: number
      published: number
      changed_at: number
      mailed_hash: string | null
      mailed_until: number | null
    }
  }
}

export {}
