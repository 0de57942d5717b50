import { html } from 'ghtml'
import {
  type App,
  type Credential,
  hasHadCredential,
  listCredentials,
  readOwnApp,
  revokeCredential,
  rotateCredential,
} from '../../../capabilities/apps/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { refuse } from '../../../kernel/index.ts'
import { drawChoice, drawForm, drawProblems, isolate, type Problem } from '../../../views/index.ts'
import { readTimes, type Times } from '../account/say-time.ts'
import { fresh, type OwnVisit } from '../guard.ts'
import { show } from '../show.ts'
import type { PageRoute } from '../visit.ts'
import { showSecrets } from './shown.ts'
import { developerTexts } from './texts/index.ts'
import { drawTokenForm, issue } from './token-form.ts'

/** The kinds that a developer draws anew; each with the name that the page shows it under. */
const drawn = { 'client-secret': 'clientSecret', 'portal-key': 'portalKey' } as const
type Drawn = keyof typeof drawn

/** How long those before a new secret work on, seconds. */
const overlaps: Readonly<Record<string, number>> = { now: 0, day: 86_400, week: 7 * 86_400 }

/** The secrets of one's own app, by their first characters; new ones are shown by the answer to the form alone. */
export const secretsPage: PageRoute = {
  path: '/developers/apps/:id/secrets',
  show: fresh(async (visit) => showList(visit, await readOwnApp(visit.at, visit.user.id, visit.part(3)))),
  act: fresh(async (visit) => {
    const { at, user, form } = visit
    const app = await readOwnApp(at, user.id, visit.part(3))
    const action = form.get('do')
    if (action === 'rotate') return rotate(visit, app)
    if (action === 'token') {
      const issued = await issue(visit, app)
      return typeof issued === 'string'
        ? showSecrets(visit, { app, secrets: { token: issued } })
        : showList(visit, app, issued, 400)
    }
    if (action !== 'revoke') return refuse('input.unknown-verb')
    await revokeCredential(at, app.id, form.get('credential') ?? '')
    return seeOther(`/developers/apps/${app.id}/secrets`)
  }),
}

async function rotate(visit: OwnVisit, app: App): Promise<Answer> {
  const kind = visit.form.get('kind') ?? ''
  const overlap = overlaps[visit.form.get('overlap') ?? '']
  if (overlap === undefined) return refuse('input.invalid', { field: 'overlap', rule: 'choice' })
  // Without a server there is nowhere to keep a secret; one that was drawn would lock the app itself out.
  const hasServer = await hasHadCredential(visit.at, app.id, 'client-secret')
  if (!(kind in drawn) || !hasServer) return refuse('input.invalid', { field: 'kind', rule: 'choice' })
  const secret = await rotateCredential(visit.at, app.id, kind as Drawn, overlap)
  return showSecrets(visit, { app, secrets: { [drawn[kind as Drawn]]: secret } })
}

async function showList(visit: OwnVisit, app: App, problems: readonly Problem[] = [], status = 200): Promise<Answer> {
  const texts = developerTexts[visit.language]
  const hasServer = await hasHadCredential(visit.at, app.id, 'client-secret')
  const times = await readTimes(visit)
  const credentials = await listCredentials(visit.at, app.id)
  const draw = (kind: Drawn | 'token', form: string) => {
    const { label, help } = texts.secrets.kinds[kind]
    const own = credentials.filter((one) => one.kind === kind)
    const list = own.map((one) => drawCredential(visit, one, times)).join('')
    return html`<section><h2>${label}</h2><p class="help">${help}</p>!${list || html`<p>${texts.secrets.none}</p>`}!${form}</section>`
  }
  const sections = hasServer
    ? [
        ...(Object.keys(drawn) as Drawn[]).map((kind) => draw(kind, drawRotation(visit, kind))),
        draw('token', drawTokenForm(visit, app, problems)),
      ]
    : [html`<p>${texts.secrets.noServer}</p>`]
  const body = html`!${drawProblems(visit.language, problems)}!${sections.join('\n')}`
  const links = [
    { href: `/developers/apps/${app.id}`, label: isolate(app.name) },
    { href: '/developers', label: texts.toApps },
  ]
  const title = texts.secrets.title(isolate(app.name))
  return show(visit, { title, body, links, wide: true, home: '/developers' }, status)
}

function drawCredential({ language, token }: OwnVisit, one: Credential, times: Times): string {
  const { secrets, overview } = developerTexts[language]
  const time = (at: number | undefined, otherwise: string) =>
    at === undefined ? html`${otherwise}` : times.instant(at)
  const may = (one.permissions ?? []).map((permission) => html`<li>${overview.permissions[permission]}</li>`)
  const revoke = drawForm({
    token,
    hidden: { credential: one.id },
    buttons: [{ label: secrets.revoke, action: 'revoke', danger: true }],
  })
  return html`<div class="item"><p><code class="code">${one.prefix}…</code> <bdi>${one.name ?? ''}</bdi></p>
!${may.length > 0 ? html`<ul>!${may.join('')}</ul>` : ''}
<dl><dt>${secrets.since}</dt><dd>!${time(one.createdAt, '')}</dd><dt>${secrets.until}</dt><dd>!${time(one.expiresAt, secrets.forever)}</dd>
<dt>${secrets.lastUsed}</dt><dd>!${time(one.lastUsedAt, secrets.never)}</dd></dl>!${revoke}</div>`
}

function drawRotation({ language, token }: OwnVisit, kind: Drawn): string {
  const { rotate: labels, overlap } = developerTexts[language].secrets
  const options = (['day', 'week', 'now'] as const).map((value) => ({ value, label: overlap[value] }))
  const fields = drawChoice({ name: 'overlap', legend: overlap.legend, options, value: 'day' })
  return drawForm({
    token,
    fields,
    hidden: { kind },
    buttons: [{ label: labels[kind], action: 'rotate', quiet: true }],
  })
}
