declare module '../../kernel/database.ts' {
  interface Tables {
    users: {
      id: number
      state: string
      language: string | null
      app_id: string | null
      profile: string
      sealed: string | null
      created_at: number
      activated_at: number | null
    }
    contacts: {
      user_id: number
      kind: string
      value: string
      proven_at: number | null
      created_at: number
      preferred_at: number | null
      shown_at: number | null
    }
    logins: {
      user_id: number
      provider_id: string
      login: string
      login_key: string
      claimed_at: number | null
      created_at: number
    }
  }
}

export {}
