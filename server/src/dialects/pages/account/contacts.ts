import { html } from 'ghtml'
import { preferOwnContact, removeOwnContact } from '../../../capabilities/account/index.ts'
import type { UserContact } from '../../../capabilities/users/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { type Contact, type Ports, refuse, type UserId } from '../../../kernel/index.ts'
import { drawForm, isolate } from '../../../views/index.ts'
import { fresh, type OwnVisit } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { sayMobileChange } from './add-contact.ts'
import { drawContact } from './contact-row.ts'
import { mergePath } from './merge.ts'
import { attempt, doneOf, showPart, textsOf } from './section.ts'

const path = '/account/contacts'

/** Where a person is reached: seen and changed by whoever has just proved to be them. */
export const contactPages: readonly PageRoute[] = [
  { path, show: fresh(async (visit) => showContacts(visit)) },
  { path: `${path}/:id/prefer`, show: fresh(async () => seeOther(path)), act: fresh(prefer) },
  {
    path: `${path}/:id/remove`,
    show: fresh(async (visit) => showRemove(visit, findContact(visit))),
    act: fresh((visit) => remove(visit, findContact(visit))),
  },
]

/** Names a contact of one person in an address, and says nothing of it to anybody else. */
const nameOf = (at: Ports, userId: UserId, { kind, value }: { kind: string; value: string }): string =>
  at.keyring.mac('index', 'own-contact', String(userId), kind, value).slice(0, 16)

/** The person's own contact that the address names; another's has no name here (attack 58). */
function findContact({ at, user, part }: OwnVisit): UserContact {
  const found = user.contacts.find((one) => nameOf(at, user.id, one) === part(3))
  return found ?? refuse('pages.not-found')
}

const asContact = ({ kind, value }: UserContact) => ({ kind, value }) as Contact

function showContacts(visit: OwnVisit): Answer {
  const texts = textsOf(visit)
  const { user } = visit
  const done = doneOf(visit, {
    added: texts.added,
    preferred: texts.preferred,
    removed: texts.removed,
    'mobile-changed': texts.mobileChanged,
    merged: texts.merge.done,
  })
  const emails = user.contacts.filter((one) => one.kind === 'email')
  const mobiles = user.contacts.filter((one) => one.kind === 'mobile')
  const list = (title: string, rows: string[]) =>
    rows.length > 0 ? html`<h2>${title}</h2><ul class="rows">!${rows.join('')}</ul>` : ''
  const body = html`!${list(
    texts.email,
    emails.map((one, i) => drawRow(visit, one, i === 0)),
  )}
<p><a href="${path}/add" class="button quiet">${texts.addEmail}</a></p>
!${list(
    texts.mobile,
    mobiles.map((one) => drawRow(visit, one, false)),
  )}
<p><a href="${path}/mobile" class="button quiet">${sayMobileChange(visit)}</a></p>
<p><a href="${mergePath}">${texts.merge.link}</a></p>`
  return showPart(visit, { section: 'contacts', title: texts.sections.contacts, body, done })
}

function drawRow(visit: OwnVisit, contact: UserContact, primary: boolean): string {
  const texts = textsOf(visit)
  const { at, user, token } = visit
  const place = `${path}/${nameOf(at, user.id, contact)}`
  const prefer = drawForm({
    token,
    action: `${place}/prefer`,
    buttons: [{ label: texts.makePrimary, action: 'prefer', quiet: true }],
  })
  const ways = user.contacts.filter((one) => one.provenAt !== undefined)
  const last = contact.provenAt !== undefined && ways.length === 1
  const remove = last ? '' : html`<a href="${place}/remove" class="button quiet">${texts.remove}</a>`
  const actions = html`!${primary || !contact.provenAt || contact.kind === 'mobile' ? '' : prefer}!${remove}`
  return html`<li>!${drawContact(texts, contact, primary)}!${actions ? html`<div class="actions">!${actions}</div>` : ''}</li>`
}

async function prefer(visit: OwnVisit): Promise<Answer> {
  const { at, user, language } = visit
  await preferOwnContact(at, { userId: user.id, contact: asContact(findContact(visit)), language })
  return seeOther(`${path}?done=preferred`)
}

function showRemove(
  visit: OwnVisit,
  contact: UserContact,
  problems: readonly { text: string }[] = [],
  status = 200,
): Answer {
  const texts = textsOf(visit)
  const form = drawForm({ token: visit.token, buttons: [{ label: texts.remove, action: 'remove', danger: true }] })
  const body = html`<p>${contact.kind === 'email' ? texts.removeHelp : texts.removeMobileHelp}</p>!${form}<p><a href="${path}">${texts.back}</a></p>`
  return showPart(
    visit,
    { section: 'contacts', title: texts.removeTitle(isolate(contact.value)), body, problems },
    status,
  )
}

function remove(visit: OwnVisit, contact: UserContact): Promise<Answer> {
  const { at, user, language } = visit
  return attempt(
    visit,
    undefined,
    async () => {
      await removeOwnContact(at, { userId: user.id, contact: asContact(contact), language })
      return seeOther(`${path}?done=removed`)
    },
    (problems, status) => showRemove(visit, contact, problems, status),
  )
}
