declare module '../../kernel/database.ts' {
  interface Tables {
    verifications: {
      purpose: string
      subject: string
      method: string
      secret_hash: string
      contact_kind: string
      contact_value: string
      user_id: number | null
      app_id: string | null
      tries_left: number
      created_at: number
      expires_at: number
    }
    code_tallies: { prefix: string; minute: number; sent: number; verified: number }
    code_alarms: { prefix: string; raised_at: number; ringing: number }
    code_streaks: { subject: string; failures: number; pauses: number; paused_until: number; changed_at: number }
  }
}

export {}
