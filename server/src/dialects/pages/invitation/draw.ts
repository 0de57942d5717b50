import { html } from 'ghtml'
import type { InvitedField } from '../../../capabilities/invitations/index.ts'
import type { Answer } from '../../../http/index.ts'
import { drawField, drawForm, drawProblems, type Field, isolate, type Problem } from '../../../views/index.ts'
import { show } from '../show.ts'
import { pathOf } from './door.ts'
import { linksTo } from './over.ts'
import { dropName, fieldsOf, maskEmail, maskEnd, masked, spellDay, valuesOf } from './review.ts'
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

const drawings: Readonly<Record<Page, (stage: Stage, problems: readonly Problem[]) => Sheet>> = {
  prove: drawProve,
  enter: drawEnter,
  review: drawReview,
  password: drawPassword,
}

/** Steps that are counted; who has an account already needs no more than the first. */
const counted: readonly Page[] = ['prove', 'review', 'password']

/** Draws the page that is due, with what was wrong. */
export function showStage(stage: Stage, { problems, status }: Trouble = none): Answer {
  const { visit, invitation, page } = stage
  const texts = invitationTexts[visit.language]
  const { title, body } = drawings[page](stage, problems)
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
const localeOf = (language: string): string => (language === 'ar' ? 'ar-EG' : language)

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
  const [app, email] = [isolate(invitation.app.name), isolate(maskEmail(contact.value))]
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
  const body = html`<p>${texts.sent(email)}</p>
!${drawForm({ token, fields: html`<div class="code-field">!${code}</div>`, buttons: [{ label: texts.goOn, action: 'prove' }] })}
!${drawForm({ token, buttons: [{ label: texts.sendAgain, action: 'send', quiet: true }] })}`
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

/** How each field is typed. */
const shapes: Readonly<Record<InvitedField, Partial<Field>>> = {
  firstName: { autocomplete: 'given-name', direction: 'auto', maxLength: 100 },
  lastName: { autocomplete: 'family-name', direction: 'auto', maxLength: 100 },
  userName: { autocomplete: 'nickname', direction: 'auto', maxLength: 100 },
  mobile: { type: 'tel', autocomplete: 'tel', inputMode: 'tel', direction: 'ltr', maxLength: 30 },
  nationalCode: { autocomplete: 'off', inputMode: 'numeric', direction: 'ltr', maxLength: 20 },
  birthDate: { autocomplete: 'bday', direction: 'ltr', maxLength: 30 },
  iban: { autocomplete: 'off', direction: 'ltr', maxLength: 60 },
  address: { autocomplete: 'street-address', direction: 'auto', long: true, maxLength: 500 },
  postalCode: { autocomplete: 'postal-code', inputMode: 'numeric', direction: 'ltr', maxLength: 20 },
  localPhone: { type: 'tel', autocomplete: 'off', inputMode: 'tel', direction: 'ltr', maxLength: 30 },
}

function drawInvited(stage: Stage, field: InvitedField, problems: readonly Problem[]): string {
  const { form, language, asked } = stage.visit
  const texts = invitationTexts[language]
  const typed = asked.method === 'POST' ? form.get(field) : undefined
  const standing = valuesOf(stage)[field]
  const hidden = masked.includes(field)
  const shown = field === 'birthDate' && standing ? spellDay(standing, language) : standing
  const drawn = drawField({
    name: field,
    label: texts.labels[field],
    help: hidden && standing ? texts.maskedHelp(isolate(maskEnd(standing))) : texts.helps[field],
    value: typed ?? (hidden ? '' : shown),
    problem: problems.find((one) => one.field === field)?.text,
    required: false,
    enterKeyHint: 'next',
    ...shapes[field],
  })
  if (!hidden || !standing) return drawn
  return html`!${drawn}<p class="field"><label class="choice"><input type="checkbox" name="${dropName(field)}" value="1"> ${texts.drop(texts.labels[field])}</label></p>`
}

function drawPassword({ visit, invitation, contact }: Stage, problems: readonly Problem[]): Sheet {
  const texts = invitationTexts[visit.language]
  const name = html`<input type="text" name="username" value="${contact.value}" autocomplete="username" hidden>`
  const password = drawField({
    name: 'password',
    label: texts.password,
    help: texts.passwordHelp,
    type: 'password',
    problem: problems.find(({ field }) => field === 'password')?.text,
    autocomplete: 'new-password',
    enterKeyHint: 'done',
    direction: 'ltr',
    maxLength: 256,
  })
  const agree = visit.theme.termsUrl ? html`<p class="help">${texts.agree}</p>` : ''
  const form = drawForm({
    token: visit.token,
    fields: html`!${name}!${password}!${agree}`,
    buttons: [{ label: texts.finish, action: 'finish' }],
    action: pathOf(invitation.id),
  })
  const back = html`<p><a href="${pathOf(invitation.id)}?step=review">${texts.backToReview}</a></p>`
  return {
    title: texts.passwordTitle,
    body: html`<p>${texts.passwordLead(isolate(contact.value), isolate(invitation.app.name))}</p>!${form}!${back}`,
  }
}
