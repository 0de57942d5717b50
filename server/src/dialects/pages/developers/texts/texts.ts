import type { App, Category, Permission, Typed } from '../../../../capabilities/apps/index.ts'

/** A field's label, and what stands below it. */
interface Label {
  label: string
  help: string
}

/** The words of the developer pages in one language. Names and values of others arrive isolated. */
export interface DeveloperTexts {
  title: string
  intro: string
  none: string
  register: string
  toApps: string
  toAccount: string
  states: Record<App['state'], string>
  fields: Record<keyof Typed, Label>
  optional: (label: string) => string
  categories: Record<Category, string>
  server: { legend: string; yes: string; no: string; unsaid: string }
  create: string
  save: string
  nameTaken: string
  approvedHelp: string
  edit: string
  editTitle: (app: string) => string
  shown: {
    title: string
    help: string
    appId: string
    clientSecret: string
    portalKey: string
    token: string
    goOn: string
  }
  overview: {
    appId: string
    issuer: string
    isOwn: string
    noServer: string
    mayDo: string
    mayNothing: string
    permissions: Record<Permission, string>
  }
  review: {
    draft: string
    submit: string
    waits: string
    suspended: string
    sentBack: string
  }
  domain: {
    heading: string
    none: string
    proven: (domain: string) => string
    open: (domain: string) => string
    byRecord: string
    byFile: string
    name: string
    address: string
    content: string
    check: string
    notFound: string
  }
  use: {
    heading: string
    signIns: string
    newPeople: string
    failures: string
    consents: string
  }
  secrets: {
    heading: string
    title: (app: string) => string
    kinds: Record<'client-secret' | 'portal-key' | 'token', Label>
    none: string
    since: string
    until: string
    lastUsed: string
    never: string
    forever: string
    revoke: string
    rotate: Record<'client-secret' | 'portal-key', string>
    overlap: { legend: string; now: string; day: string; week: string }
    noServer: string
    tokenName: string
    tokenMay: string
    tokenLife: { legend: string; month: string; season: string; year: string; forever: string }
    makeToken: string
    nothingToGive: string
  }
}
