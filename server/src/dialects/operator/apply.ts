import {
  type AppWish,
  addCredential,
  type CredentialKind,
  type CredentialTerms,
  changeApp,
  createApp,
  findApp,
  union,
} from '../../capabilities/apps/index.ts'
import { recordEvent } from '../../capabilities/audit/index.ts'
import { saveForm } from '../../capabilities/forms/index.ts'
import { hashPassword, setPassword } from '../../capabilities/passwords/index.ts'
import { changeSettings } from '../../capabilities/settings/index.ts'
import { claimContact, findHolder, insertUser, proveContact } from '../../capabilities/users/index.ts'
import { type Contact, findEmail, type Language, type Ports, transact } from '../../kernel/index.ts'
import { applyEvent } from './apply-event.ts'
import { applyProvider } from './apply-provider.ts'
import { OperatorError } from './read-file.ts'
import type { AppliedApp, AppliedFile, AppliedUser } from './schema.ts'

/** Makes it so, as often as it is asked: settings, then users, then apps (which may name a user as their owner), forms, providers, then events. */
export async function apply(at: Ports, file: AppliedFile): Promise<string[]> {
  const { settings = {}, apps = [], forms = [], providers = [], events = [], users = [] } = file
  await changeSettings(at, settings, (tx, names) =>
    recordEvent(at, tx, { kind: 'settings.changed', facts: { names: names.join(' ') } }),
  )
  for (const user of users) await applyUser(at, user)
  for (const app of apps) await applyApp(at, app)
  for (const form of forms) await saveForm(at, form)
  for (const provider of providers) await applyProvider(at, provider)
  for (const event of events) await applyEvent(at, event)
  return [
    ...Object.keys(settings).map((name) => `setting ${name}`),
    ...users.map((user) => `user ${user.email}`),
    ...apps.map((app) => `app ${app.id}`),
    ...forms.map((form) => `form ${form.id}`),
    ...providers.map((provider) => `provider ${provider.id}`),
    ...events.map((event) => `event ${event.id}`),
  ]
}

/** Development only: an account that is there at once. One that exists stays as it is. */
async function applyUser(at: Ports, { email, password, verified = false, name }: AppliedUser): Promise<void> {
  const contact = { kind: 'email', value: findEmail(email) } as Contact
  if ((await findHolder(at.db, contact)) !== undefined) return
  const hash = await hashPassword(at, password)
  await transact(at, async (tx) => {
    await claimContact(tx, contact)
    if ((await findHolder(tx, contact)) !== undefined) return
    const person = {
      state: 'pending' as const,
      language: undefined,
      appId: undefined,
      profile: name ? { name } : {},
      contacts: [contact],
    }
    const id = await insertUser(at, tx, person)
    await setPassword(at, tx, id, hash, { published: true })
    if (verified) await proveContact(at, tx, id, contact)
  })
}

async function applyApp(at: Ports, wanted: AppliedApp): Promise<void> {
  const owner = await ownerOf(at, wanted)
  if (!(await findApp(at.db, wanted.id))) await createNamed(at, wanted)
  await changeApp(at, wanted.id, (app) => ({
    ...plainFields(wanted),
    ...owner,
    domains: union(app.domains, wanted.domains ?? []),
    redirectUrls: union(app.redirectUrls, wanted.redirectUrls ?? []),
    returnUrls: union(app.returnUrls, wanted.returnUrls ?? []),
    permissions: union(app.permissions, wanted.permissions ?? []),
    policy: { ...app.policy, ...policyOf(wanted) },
  }))
  for (const { kind, secret, terms } of credentialsOf(wanted)) await addCredential(at, wanted.id, kind, secret, terms)
}

/** The app with nothing but its name, a draft; a rival that applies the same file may have been first. */
async function createNamed(at: Ports, { id, name = id }: AppliedApp): Promise<void> {
  try {
    await createApp(at, id, { name })
  } catch (error) {
    if (!(await findApp(at.db, id))) throw error
  }
}

async function ownerOf(at: Ports, { id, owner }: AppliedApp): Promise<Pick<AppWish, 'ownerId'>> {
  if (!owner) return {}
  const ownerId = await findHolder(at.db, { kind: 'email', value: findEmail(owner) } as Contact)
  if (ownerId === undefined) throw new OperatorError(`apps.${id}.owner: no account has proven this address`)
  return { ownerId }
}

function plainFields(app: AppliedApp): AppWish {
  const { name, state, description, category, logo, locale, activationUrl, resetUrl, backchannelLogoutUrl } = app
  const fields = {
    name,
    state,
    description,
    category,
    logo,
    locale: locale as Language | undefined,
    activationUrl,
    resetUrl,
    backchannelLogoutUrl,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function policyOf(app: AppliedApp) {
  const { portal, loginBeforeActivation, passwordMinimumLength, refuseCommonPasswords, publicSecret } = app
  const policy = { portal, loginBeforeActivation, passwordMinimumLength, refuseCommonPasswords, publicSecret }
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined))
}

function credentialsOf(app: AppliedApp): { kind: CredentialKind; secret: string; terms: CredentialTerms }[] {
  const plain = (kind: CredentialKind, secrets: string[] = []) => secrets.map((secret) => ({ kind, secret, terms: {} }))
  return [
    ...plain('client-secret', app.clientSecrets),
    ...plain('portal-key', app.portalKeys),
    ...plain('site-key', app.siteKey ? [app.siteKey] : []),
    ...(app.tokens ?? []).map(({ token, permissions, expiresAt }) => ({
      kind: 'token' as const,
      secret: token,
      terms: { ...(permissions && { permissions }), ...(expiresAt && { expiresAt: Date.parse(expiresAt) }) },
    })),
  ]
}
