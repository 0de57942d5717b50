import { html } from 'ghtml'
import { type App, issueToken } from '../../../capabilities/apps/index.ts'
import { Refusal, seconds } from '../../../kernel/index.ts'
import { drawChecks, drawChoice, drawField, drawForm, type Problem } from '../../../views/index.ts'
import type { OwnVisit } from '../guard.ts'
import { problemOf } from '../show.ts'
import { developerTexts } from './texts/index.ts'

/** How long a token may work, days. */
const lives = { month: 30, season: 90, year: 365 } as const
const choices = ['season', 'month', 'year', 'forever'] as const

/** A new long-lived token by the form, or what is wrong with the form. */
export async function issue({ at, form, language }: OwnVisit, app: App): Promise<string | Problem[]> {
  const texts = developerTexts[language].secrets
  const wrong = (label: string, field: string, code: 'missing' | 'text' | 'choice') => {
    const refusal =
      code === 'missing'
        ? new Refusal('input.missing', { field: label })
        : new Refusal('input.invalid', { field: label, rule: code })
    return [problemOf(language, refusal, field)]
  }
  const name = (form.get('label') ?? '').normalize('NFC').trim()
  if (!name) return wrong(texts.tokenName, 'label', 'missing')
  if (name.length > 60 || /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name))
    return wrong(texts.tokenName, 'label', 'text')
  // Only what the app may is asked for, so that nothing else can be given (attack 57).
  const permissions = app.permissions.filter((one) => form.get(`may-${one}`) === 'yes')
  if (permissions.length === 0) return wrong(texts.tokenMay, `may-${app.permissions[0]}`, 'missing')
  const life = choices.find((one) => one === form.get('life'))
  if (!life) return wrong(texts.tokenLife.legend, 'life', 'choice')
  const expiresAt = life === 'forever' ? undefined : at.clock.now() + seconds(lives[life] * 86_400)
  return (await issueToken(at, app.id, { name, permissions, expiresAt })).token
}

export function drawTokenForm({ language, token, form }: OwnVisit, app: App, problems: readonly Problem[]): string {
  const { secrets: texts, overview } = developerTexts[language]
  if (app.permissions.length === 0) return html`<p>${texts.nothingToGive}</p>`
  const problemAt = (start: string) => problems.find(({ field }) => field?.startsWith(start))?.text
  const fields = [
    drawField({
      name: 'label',
      label: texts.tokenName,
      maxLength: 60,
      value: form.get('label'),
      problem: problemAt('label'),
    }),
    drawChecks({
      legend: texts.tokenMay,
      problem: problemAt('may-'),
      boxes: app.permissions.map((one) => ({
        name: `may-${one}`,
        label: overview.permissions[one],
        checked: form.get(`may-${one}`) === 'yes',
      })),
    }),
    drawChoice({
      name: 'life',
      legend: texts.tokenLife.legend,
      options: choices.map((value) => ({ value, label: texts.tokenLife[value] })),
      value: form.get('life') ?? 'season',
      problem: problemAt('life'),
    }),
  ]
  return drawForm({
    token,
    fields: fields.join('\n'),
    buttons: [{ label: texts.makeToken, action: 'token', quiet: true }],
  })
}
