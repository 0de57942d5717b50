import { findApp } from '../../../capabilities/apps/index.ts'
import { logIn } from '../../../capabilities/registration/index.ts'
import { emailOf, findUser } from '../../../capabilities/users/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { findEmail, findLanguage, Refusal, refuse } from '../../../kernel/index.ts'
import { problemOf, statusOf } from '../show.ts'
import type { PageRoute, Visit } from '../visit.ts'
import { showConsent, showOver, showSignIn } from './draw.ts'
import type { Stage } from './stage.ts'

export const signInPages: readonly PageRoute[] = [
  {
    path: '/interaction/:uid',
    show: async (visit) => {
      const stage = await findStage(visit)
      return stage ? showStage(stage) : showOver(visit)
    },
    act: async (visit) => {
      const stage = await findStage(visit)
      return stage ? act(stage) : showOver(visit)
    },
  },
]

async function findStage(visit: Visit): Promise<Stage | undefined> {
  const interaction = await visit.interactions.read(visit.asked.wire, visit.part(2))
  const app = interaction && (await findApp(visit.at.db, interaction.appId))
  if (!interaction || !app) return undefined
  const wanted = interaction.locales?.split(' ').map(findLanguage).find(Boolean)
  return { interaction, app, visit: { ...visit, language: wanted ?? visit.language } }
}

async function showStage(stage: Stage): Promise<Answer> {
  const { interaction, visit } = stage
  if (interaction.wants === 'login') return showSignIn(stage, { email: interaction.loginHint ?? '' })
  const user = interaction.userId === undefined ? undefined : await findUser(visit.at, visit.at.db, interaction.userId)
  return showConsent(stage, user?.profile.name ?? (user && emailOf(user)?.value) ?? '')
}

async function act(stage: Stage): Promise<Answer> {
  const { interactions, asked, form } = stage.visit
  if (form.get('do') === 'cancel') return seeOther(await interactions.cancel(asked.wire))
  if (stage.interaction.wants === 'consent') return seeOther(await interactions.finishConsent(asked.wire))
  return signIn(stage)
}

async function signIn(stage: Stage): Promise<Answer> {
  const { at, interactions, asked, form, language } = stage.visit
  const email = form.get('email') ?? ''
  try {
    const value = findEmail(email) ?? refuse('input.invalid', { field: 'email', rule: 'email' })
    const { user } = await logIn(at, stage.app, { kind: 'email', value }, form.get('password') ?? '')
    if (user.state !== 'active') refuse('registration.not-active')
    return seeOther(await interactions.finishLogin(asked.wire, user.id, ['pwd']))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return showSignIn(stage, { email, problems: [problemOf(language, error, 'email')] }, statusOf(error))
  }
}
