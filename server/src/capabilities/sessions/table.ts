declare module '../../kernel/database.ts' {
  interface Tables {
    sessions: {
      hash: string
      uid: string
      user_id: number | null
      app_id: string | null
      sealed: string
      device: string
      address: string
      created_at: number
      seen_at: number
      expires_at: number
    }
    tokens: {
      kind: string
      hash: string
      user_code_hash: string | null
      consent_hash: string | null
      family: string | null
      session_uid: string | null
      user_id: number | null
      app_id: string | null
      sealed: string
      created_at: number
      expires_at: number
      consumed_at: number | null
    }
  }
}

export {}
