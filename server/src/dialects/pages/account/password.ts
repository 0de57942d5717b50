import { html } from 'ghtml'
import { setOwnPassword } from '../../../capabilities/account/index.ts'
import { findPasswordInstant } from '../../../capabilities/passwords/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { drawField, drawForm, type Problem } from '../../../views/index.ts'
import { fresh, type OwnVisit } from '../guard.ts'
import type { PageRoute } from '../visit.ts'
import { readTimes } from './say-time.ts'
import { attempt, doneOf, showPart, textsOf } from './section.ts'

const path = '/account/password'

/** The sign-in of the last minutes stands for the old password (NIST SP 800-63B §4.2.3 asks for one or the other). */
export const passwordPage: PageRoute = {
  path,
  show: fresh((visit) => showPassword(visit)),
  act: fresh((visit) =>
    attempt(
      visit,
      'password',
      async () => {
        const { at, user, signedIn, language, form } = visit
        await setOwnPassword(at, { user, keepUid: signedIn.uid, language }, form.get('password') ?? '')
        return seeOther(`${path}?done=saved`)
      },
      (problems, status) => showPassword(visit, problems, status),
    ),
  ),
}

async function showPassword(visit: OwnVisit, problems: readonly Problem[] = [], status = 200): Promise<Answer> {
  const texts = textsOf(visit)
  const setAt = await findPasswordInstant(visit.at, visit.user.id)
  const since = setAt === undefined ? '' : html`<p>${texts.passwordSince((await readTimes(visit)).day(setAt))}</p>`
  const field = drawField({
    name: 'password',
    label: texts.newPassword,
    help: texts.passwordHelp,
    type: 'password',
    problem: problems[0]?.text,
    autocomplete: 'new-password',
    enterKeyHint: 'done',
    direction: 'ltr',
  })
  const form = drawForm({ token: visit.token, fields: field, buttons: [{ label: texts.save, action: 'save' }] })
  const title = setAt === undefined ? texts.firstPasswordTitle : texts.passwordTitle
  const done = doneOf(visit, { saved: texts.passwordSaved })
  return showPart(visit, { section: 'password', title, body: html`!${since}!${form}`, problems, done }, status)
}
