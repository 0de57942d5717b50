declare module '../../kernel/database.ts' {
  interface Tables {
    forms: { id: string; number: number; version: number; created_at: number; changed_at: number }
    form_versions: { form_id: string; version: number; definition: string; created_at: number }
    providers: {
      id: string
      number: number
      kind: string
      form_id: string | null
      state: string
      config: string
      sealed: string | null
      version: number
      created_at: number
      changed_at: number
    }
    form_answers: {
      id: number
      form_id: string
      form_version: number
      app_id: string | null
      user_id: number | null
      status: string | null
      sealed: string
      revision: number
      created_at: number
      changed_at: number
    }
    form_uniques: { form_id: string; marker: string; value_mac: string; answer_id: number }
    enrolments: {
      user_id: number
      answer_id: number
      sealed: string
      locale: string
      revision: number
      created_at: number
      changed_at: number
    }
  }
}

export {}
