declare module '../../kernel/database.ts' {
  interface Tables {
    invitations: {
      id: string
      hash: string
      app_id: string
      contact_hash: string
      sealed: string | null
      state: string
      user_id: number | null
      created_at: number
      expires_at: number
      finished_at: number | null
    }
  }
}

export {}
