declare module '../../kernel/database.ts' {
  interface Tables {
    apps: {
      id: string
      name: string
      state: string
      description: string
      category: string
      logo: string | null
      owner_id: number | null
      locale: string | null
      domains: string
      redirect_urls: string
      return_urls: string
      activation_url: string | null
      reset_url: string | null
      backchannel_logout_url: string | null
      permissions: string
      name_key: string | null
      review_note: string | null
      policy: string
      revision: number
      tokens_since: number
      created_at: number
      changed_at: number
    }
    app_domains: {
      app_id: string
      domain: string
      challenge: string
      method: string | null
      proven_at: number | null
      created_at: number
    }
    app_credentials: {
      id: string
      app_id: string
      kind: string
      hash: string
      prefix: string
      name: string | null
      permissions: string | null
      created_at: number
      expires_at: number | null
      revoked_at: number | null
      last_used_at: number | null
    }
  }
}

export {}
