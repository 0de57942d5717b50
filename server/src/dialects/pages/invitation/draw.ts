import { html } from 'ghtml'
import type { InvitedField } from '../../../capabilities/invitations/index.ts'
import { passwordSettings } from '../../../capabilities/passwords/index.ts'
import type { Answer } from '../../../http/index.ts'
import { localeOf } from '../../../kernel/index.ts'
import { drawField, drawForm, drawProblems, isolate, maskEmail, type Problem } from '../../../views/index.ts'
import { drawProfileField } from '../profile-field.ts'
import { show } from '../show.ts'
import { pathOf } from './door.ts'
import { linksTo } from './over.ts'
import { dropName, fieldsOf, maskEnd, masked, nameOf, spellDay, valuesOf } from './review.ts'
import type { Page, Stage } from './stage.ts'
import { invitationTexts } from './texts/index.ts'

interface Trouble {
  readonly problems: readonly Problem[]
  readonly status: number
}

const none: Trouble = { problems: [], status: 200 }

interface Sheet {
  readonly title: string
  readonly body: string
}

const drawings: Readonly<Record<Page, (stage: Stage, problems: readonly Problem[]) => Sheet | Promise<Sheet>>> = {
  prove: drawProve,
  enter: drawEnter,
  review: drawReview,
  password: drawPassword,
}

/** Steps that are counted; who has an account already needs no more than the first. */
const counted: readonly Page[] = ['prove', 'review', 'password']

/** Draws the page that is due, with what was wrong. */
export async function showStage(stage: Stage, { problems, status }: Trouble = none): Promise<Answer> {
  const { visit, invitation, page } = stage
  const texts = invitationTexts[visit.language]
  const { title, body } = await drawings[page](stage, problems)
  const place = counted.indexOf(page)
  return show(
    visit,
    {
      title,
      body: html`!${drawProblems(visit.language, problems)}!${body}`,
      above: invitation.app.name,
      logo: invitation.app.logo,
      links: linksTo(visit, invitation.app),
      leadsTo: endsOf(stage),
      ...(place >= 0 && { step: texts.step(number(stage, place + 1), number(stage, counted.length)) }),
    },
    status,
  )
}

const number = ({ visit }: Stage, value: number): string =>
  new Intl.NumberFormat(localeOf(visit.language)).format(value)

/** Where the browser may end after the last form: at the app, at once or by way of the authorization it starts. */
function endsOf({ invitation }: Stage): string[] {
  const urls = [invitation.wish.returnUrl, ...invitation.app.redirectUrls]
  const ends = urls.flatMap((url) => {
    const { origin = 'null', protocol = '' } = URL.parse(url) ?? {}
    return origin === 'null' ? protocol || [] : origin
  })
  return [...new Set(ends)]
}

function drawProve(stage: Stage, problems: readonly Problem[]): Sheet {
  const { visit, invitation, facts, contact } = stage
  const { token } = visit
  const texts = invitationTexts[visit.language]
  const [app, email] = [isolate(invitation.app.name), maskEmail(contact.value)]
  if (!facts.asked) {
    const body = html`<p>${texts.lead(app)}</p><p>${texts.willSend(email)}</p>
!${drawForm({ token, buttons: [{ label: texts.send, action: 'send' }] })}
<p class="help">${texts.unexpected(app)}</p>`
    return { title: texts.title(app), body }
  }
  const code = drawField({
    name: 'code',
    label: texts.code,
    help: texts.codeHelp,
    problem: problems.find(({ field }) => field === 'code')?.text,
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    enterKeyHint: 'next',
    direction: 'ltr',
    maxLength: 20,
  })
  const waitSeconds = Math.max(0, Math.ceil(((facts.resendAt ?? 0) - visit.at.clock.now()) / 1000))
  const body = html`<p>${texts.sent(email)}</p>
!${drawForm({ token, fields: html`<div class="code-field">!${code}</div>`, buttons: [{ label: texts.goOn, action: 'prove' }] })}
!${drawForm({ token, buttons: [{ label: texts.sendAgain, action: 'send', quiet: true, waitSeconds }] })}`
  return { title: texts.codeTitle, body }
}

function drawEnter({ visit, invitation, contact }: Stage): Sheet {
  const texts = invitationTexts[visit.language]
  const app = isolate(invitation.app.name)
  return {
    title: texts.enterTitle,
    body: html`<p>${texts.enterHelp(app, isolate(contact.value))}</p>
!${drawForm({ token: visit.token, buttons: [{ label: texts.enter(app), action: 'enter' }] })}`,
  }
}

function drawReview(stage: Stage, problems: readonly Problem[]): Sheet {
  const { visit, invitation } = stage
  const texts = invitationTexts[visit.language]
  const fields = fieldsOf(stage).map((field) => drawInvited(stage, field, problems))
  return {
    title: texts.reviewTitle,
    body: html`<p>${texts.reviewHelp(isolate(invitation.app.name))}</p>
!${drawForm({ token: visit.token, fields: fields.join('\n'), buttons: [{ label: texts.goOn, action: 'review' }], action: pathOf(invitation.id) })}`,
  }
}

function drawInvited(stage: Stage, field: InvitedField, problems: readonly Problem[]): string {
  const { form, language, asked } = stage.visit
  const texts = invitationTexts[language]
  const typed = asked.method === 'POST' ? form.get(field) : undefined
  const standing = valuesOf(stage)[field]
  const hidden = masked.includes(field)
  const shown = field === 'birthDate' && standing ? spellDay(standing, language) : standing
  const label = nameOf(language, field)
  const common = { label, value: typed ?? (hidden ? '' : shown), required: false, enterKeyHint: 'next' } as const
  const problem = problems.find((one) => one.field === field)?.text
  if (field === 'userName') return drawField({ name: field, ...common, problem, maxLength: 100 })
  const kept = hidden && standing !== undefined
  const drop = html`<label class="choice"><input type="checkbox" name="${dropName(field)}" value="1" !${form.has(dropName(field)) ? 'checked' : ''}> ${texts.drop(label)}</label>`
  return drawProfileField(language, { field, required: false }, () => common.value, problems, {
    ...common,
    ...(kept && { help: texts.maskedHelp(isolate(maskEnd(standing, language))), below: drop }),
  })
}

async function drawPassword({ visit, invitation, contact }: Stage, problems: readonly Problem[]): Promise<Sheet> {
  const texts = invitationTexts[visit.language]
  const house = await passwordSettings.read(visit.at)
  const least = invitation.app.policy.passwordMinimumLength ?? house.minimumLength
  const who = drawField({
    name: 'email',
    label: texts.email,
    type: 'email',
    value: contact.value,
    readOnly: true,
    autocomplete: 'username',
    direction: 'ltr',
  })
  const password = drawField({
    name: 'password',
    label: texts.password,
    help: texts.passwordHelp(new Intl.NumberFormat(localeOf(visit.language)).format(least)),
    type: 'password',
    problem: problems.find(({ field }) => field === 'password')?.text,
    autocomplete: 'new-password',
    enterKeyHint: 'done',
    direction: 'ltr',
  })
  const agree = visit.theme.termsUrl ? html`<p class="help">${texts.agree}</p>` : ''
  const form = drawForm({
    token: visit.token,
    fields: html`!${who}!${password}!${agree}`,
    buttons: [{ label: texts.finish, action: 'finish' }],
    action: pathOf(invitation.id),
  })
  const back = html`<nav><a href="${pathOf(invitation.id)}?step=review">${texts.backToReview}</a></nav>`
  return {
    title: texts.passwordTitle,
    body: html`<p>${texts.passwordLead(isolate(invitation.app.name))}</p>!${form}!${back}`,
  }
}
