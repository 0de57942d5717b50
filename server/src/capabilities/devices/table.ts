declare module '../../kernel/database.ts' {
  interface Tables {
    push_subscriptions: {
      id: string
      user_id: number
      app_id: string
      host: string
      endpoint_hash: string
      sealed: string
      created_at: number
    }
  }
}

export {}
