declare module '../../kernel/database.ts' {
  interface Tables {
    messages: {
      id: string
      channel: string
      kind: string
      recipient: string
      language: string
      app_id: string | null
      user_id: number | null
      sealed: string | null
      state: string
      attempts: number
      due_at: number
      leased_until: number
      created_at: number
      expires_at: number
      finished_at: number | null
      problem: string | null
      gateway: string | null
      gateway_ref: string | null
      receipt: string | null
      receipt_at: number | null
    }
  }
}

export {}
