declare module '../../kernel/database.ts' {
  interface Tables {
    consents: {
      hash: string
      user_id: number
      app_id: string
      sealed: string
      created_at: number
      expires_at: number
    }
  }
}

export {}
