declare module '../../kernel/database.ts' {
  interface Tables {
    files: {
      id: string
      app_id: string
      user_id: number | null
      state: string
      key: string
      link_hash: string
      link_sealed: string
      name: string
      type: string
      bytes: number
      preview_bytes: number
      digest: string
      width: number | null
      height: number | null
      private: number
      created_at: number
      claimed_at: number | null
      holder: string | null
    }
    file_keys: { key: string; written_at: number }
  }
}

export {}
