declare module '../../kernel/database.ts' {
  interface Tables {
    guest_events: {
      id: number
      app_id: string
      name: string
      state: string
      created_at: number
      changed_at: number
    }
    guests: {
      event_id: number
      mobile: string
      user_id: number | null
      added_at: number
      entered_at: number | null
    }
    guest_imports: {
      event_id: number
      source: string
      read_bytes: number
      read_lines: number
      added: number
      refused: number
      changed_at: number
    }
  }
}

export {}
