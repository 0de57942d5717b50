import { html } from 'ghtml'
import {
  endOtherSessions,
  endSessionByUid,
  type ListedSession,
  listSessions,
} from '../../../capabilities/sessions/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { refuse, transact } from '../../../kernel/index.ts'
import { drawForm } from '../../../views/index.ts'
import { type OwnVisit, own } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { sayDevice } from './device.ts'
import { readTimes, type Times } from './say-time.ts'
import { doneOf, showPart, textsOf } from './section.ts'

const path = '/account/sessions'

/** Where a person is signed in; one is ended, or all but this, with every token that lives by it. */
export const sessionsPage: PageRoute = { path, show: own(showSessions), act: own(endSessions) }

async function showSessions(visit: OwnVisit): Promise<Answer> {
  const texts = textsOf(visit)
  const times = await readTimes(visit)
  const all = await listSessions(visit.at, visit.user.id)
  const here = (one: ListedSession) => one.uid === visit.signedIn.uid
  const listed = all.toSorted((a, b) => Number(here(b)) - Number(here(a)))
  const rows = listed.map((one) => drawSession(visit, times, one, here(one)))
  const others = drawForm({
    token: visit.token,
    buttons: [{ label: texts.endOthers, action: 'end-others', danger: true }],
  })
  const body = html`<p>${texts.sessionsHelp}</p><ul class="rows">!${rows.join('')}</ul>!${all.length > 1 ? others : ''}`
  const done = doneOf(visit, { ended: texts.ended })
  return showPart(visit, { section: 'sessions', title: texts.sections.sessions, body, done })
}

function drawSession(visit: OwnVisit, times: Times, session: ListedSession, here: boolean): string {
  const texts = textsOf(visit)
  const end = drawForm({
    token: visit.token,
    hidden: { session: session.uid },
    buttons: [{ label: texts.end, action: 'end', quiet: true }],
  })
  return html`<li><h2>${sayDevice(texts, session.device)} !${here ? html`<span class="tag">${texts.thisDevice}</span>` : ''}</h2>
<dl><dt>${texts.since}</dt><dd>!${times.instant(session.createdAt)}</dd>
<dt>${texts.lastSeen}</dt><dd>!${times.instant(session.seenAt)}</dd>
<dt>${texts.internetAddress}</dt><dd><bdi dir="ltr">${session.address}</bdi></dd></dl>!${here ? '' : html`<div class="actions">!${end}</div>`}</li>`
}

async function endSessions(visit: OwnVisit): Promise<Answer> {
  const { at, user, signedIn, form } = visit
  await transact(at, async (tx) => {
    if (form.get('do') === 'end-others') return endOtherSessions(at, tx, user.id, signedIn.uid)
    return (await endSessionByUid(at, tx, user.id, form.get('session') ?? '')) || refuse('pages.not-found')
  })
  return seeOther(`${path}?done=ended`)
}
