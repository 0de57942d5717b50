import { html } from 'ghtml'
import { recordEvent } from '../../../capabilities/audit/index.ts'
import { listConsents } from '../../../capabilities/consents/index.ts'
import { emailOf, findUser, type User } from '../../../capabilities/users/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type Interaction, type Language, refuse } from '../../../kernel/index.ts'
import { drawForm, isolate, sayNumber } from '../../../views/index.ts'
import { consentTexts } from '../texts/consent.ts'
import { type Door, otherAddress } from './door.ts'
import { nameOf, onlyFields, showLeaf, textsOf } from './frame.ts'
import { exampleOf, fieldsOf, type Shared } from './shared-fields.ts'

/**
 * Says in words what the app will receive, each with the person's own value, and offers "no" as plainly as "yes"
 * (pages.md, Trust). What was allowed before stands there too; what is new is marked.
 */
export async function showConsent(door: Door): Promise<Answer> {
  const { visit, app, interaction } = door
  const user = await readPerson(door)
  if (!interaction || !user) return refuse('sessions.not-signed-in')
  const texts = textsOf(door)
  const before = await readBefore(door, user)
  const fields = fieldsOf(interaction.scopes, interaction.claims)
  const isNew = (field: Shared) => before !== undefined && !before.fields.has(field)
  const has = (field: Shared) => exampleOf(visit.language, user, field) !== undefined
  const rows = fields.filter(has).map((field) => drawRow(door, user, field, isNew(field)))
  const later = drawLater(
    door,
    fields.filter((field) => !has(field)),
    isNew,
  )
  const domain = app.domains[0] ? html`<p class="help"><bdi>${app.domains[0]}</bdi></p>` : ''
  const form = drawForm({ token: visit.token, action: door.path, buttons: [{ label: texts.allow, action: 'allow' }] })
  const body = html`!${domain}<p>${texts.signedInAs(isolate(nameOfPerson(visit.language, user)))} <a href="${otherAddress(door)}">${texts.notYou}</a></p>
<section><h2>${texts.willReceive(nameOf(door))}</h2><dl class="stacked">!${rows.join('\n')}</dl>!${later}!${drawMore(door, interaction, before?.scopes)}</section>
!${form}`
  return showLeaf(door, { title: texts.allowTitle(nameOf(door)), body, back: texts.deny(nameOf(door)) })
}

const readPerson = async ({ visit, interaction }: Door): Promise<User | undefined> =>
  interaction?.userId === undefined ? undefined : findUser(visit.at, visit.at.db, interaction.userId)

const nameOfPerson = (language: Language, user: User): string =>
  user.profile.name ?? emailOf(user)?.value ?? sayNumber(language, user.contacts[0]?.value ?? String(user.id))

interface Before {
  readonly fields: ReadonlySet<Shared>
  readonly scopes: readonly string[]
}

/** What the person allowed this app before; undefined where there was nothing: then all is new, and none stands out. */
async function readBefore({ visit: { at }, app }: Door, user: User): Promise<Before | undefined> {
  const consent = (await listConsents(at, user.id)).find((one) => one.appId === app.id)
  return consent && { fields: new Set(fieldsOf(consent.scopes, consent.claims)), scopes: consent.scopes }
}

function drawRow({ visit: { language } }: Door, user: User, field: Shared, isNew: boolean): string {
  const texts = consentTexts[language]
  return html`<dt>${texts.fields[field]}!${isNew ? drawNew(texts.isNew) : ''}</dt><dd><bdi>${exampleOf(language, user, field) ?? ''}</bdi></dd>`
}

const drawNew = (text: string): string => html` <span class="tag">${text}</span>`

/** What the person has not filled in is named too: it will be sent when they do. */
function drawLater(
  { visit: { language } }: Door,
  fields: readonly Shared[],
  isNew: (field: Shared) => boolean,
): string {
  if (fields.length === 0) return ''
  const texts = consentTexts[language]
  const items = fields.map((field) => html`<li>${texts.fields[field]}!${isNew(field) ? drawNew(texts.isNew) : ''}</li>`)
  return html`<p class="help">${texts.later}</p><ul class="help inline">!${items.join('')}</ul>`
}

/** Scopes that are no field of a person. */
const notFields: readonly string[] = [
  'openid',
  'profile',
  'email',
  'phone',
  'log-in-with',
  ...['nationalcode', 'birthday', 'shaba'],
]

/** What goes beyond fields: in the person's absence, for which services, and permissions that have no words of ours. */
function drawMore(
  { visit: { language } }: Door,
  { scopes, resources }: Interaction,
  before?: readonly string[],
): string {
  const texts = consentTexts[language]
  const mark = (scope: string) => (before && !before.includes(scope) ? drawNew(texts.isNew) : '')
  const away = scopes.includes('offline_access') ? [html`${texts.away}!${mark('offline_access')}`] : []
  const others = scopes
    .filter((scope) => scope && scope !== 'offline_access' && !notFields.includes(scope))
    .map((scope) => html`${texts.permission} <code>${scope}</code>!${mark(scope)}`)
  const services = resources.map((name) => html`${texts.resource} <bdi>${name}</bdi>`)
  const lines = [...away, ...others, ...services].map((line) => html`<li>!${line}</li>`)
  return lines.length > 0 ? html`<ul>!${lines.join('')}</ul>` : ''
}

/**
 * Allows; sent twice it allows the same (attack 15).
 *
 * @throws `input.unknown`
 */
export async function allow(door: Door): Promise<Answer> {
  const { visit, app, interaction } = door
  onlyFields(visit.form, [])
  const to = await visit.interactions.finishConsent(visit.asked.wire)
  const facts = { scopes: interaction?.scopes.join(' ') ?? '' }
  await recordEvent(visit.at, visit.at.db, { kind: 'consent.given', userId: interaction?.userId, appId: app.id, facts })
  return seeOther(to)
}
