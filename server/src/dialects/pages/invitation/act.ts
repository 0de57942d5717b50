import { recordEvent } from '../../../capabilities/audit/index.ts'
import { enterByInvitation, type Finished, finishInvitation } from '../../../capabilities/invitations/index.ts'
import { changeJourney, endJourney, proveInJourney, readJourney } from '../../../capabilities/journeys/index.ts'
import { sendCode, verificationSettings } from '../../../capabilities/verification/index.ts'
import { type Answer, seeOther } from '../../../http/index.ts'
import { Refusal, seconds } from '../../../kernel/index.ts'
import type { Problem } from '../../../views/index.ts'
import { problemOf, statusOf } from '../show.ts'
import { pathOf } from './door.ts'
import { showStage } from './draw.ts'
import { readReview } from './review.ts'
import type { Facts, Page, Stage } from './stage.ts'

type Step = (stage: Stage) => Promise<Answer>

/** Each button, and the pages it stands on. Out of turn it changes nothing, and the page that is due is shown (attack 38). */
const steps: Readonly<Record<string, { on: readonly Page[]; run: Step }>> = {
  send: { on: ['prove'], run: send },
  prove: { on: ['prove'], run: prove },
  enter: { on: ['enter'], run: enter },
  review: { on: ['review', 'password'], run: review },
  finish: { on: ['password'], run: finish },
}

export async function act(stage: Stage): Promise<Answer> {
  const step = steps[stage.visit.form.get('do') ?? '']
  return step?.on.includes(stage.page) ? step.run(stage) : again(stage)
}

/** To the page that is due now. */
const again = ({ invitation }: Stage): Answer => seeOther(pathOf(invitation.id))

async function send(stage: Stage): Promise<Answer> {
  const { visit, invitation, contact } = stage
  try {
    const { at, asked, language } = visit
    const by = { address: asked.address }
    await sendCode(at, invitation.app, { purpose: 'invitation', contact, language, by })
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'verification.too-soon')) return withProblem(stage, error)
    // A code is on its way already: this browser may type it, too.
    await noteAsked(stage, error.retryAfterSeconds ?? 0)
    return withProblem(stage, error)
  }
  const { codePauseSeconds } = await verificationSettings.read(visit.at)
  await noteAsked(stage, codePauseSeconds)
  return again(stage)
}

const noteAsked = ({ visit: { at }, key, contact }: Stage, pauseSeconds: number) =>
  changeJourney<Facts>(at, key, (facts) => ({
    ...facts,
    asked: contact,
    resendAt: at.clock.now() + seconds(pauseSeconds),
  }))

/** After the proof a person who has an account by now is signed in to it, and sent on (attack 28). */
async function prove(stage: Stage): Promise<Answer> {
  const { visit, invitation, key, facts } = stage
  const wish = { purpose: 'invitation', appId: invitation.app.id, asked: facts.asked } as const
  try {
    await proveInJourney(visit.at, key, wish, visit.form.get('code') ?? '')
  } catch (error) {
    return withProblem(stage, error, 'code')
  }
  return enter(stage)
}

async function enter(stage: Stage): Promise<Answer> {
  const { visit, key, secret } = stage
  const { proven } = (await readJourney<Facts>(visit.at, key)) ?? {}
  const finished = await enterByInvitation(visit.at, secret, proven)
  return finished ? leave(stage, finished, ['otp']) : again(stage)
}

async function review(stage: Stage): Promise<Answer> {
  const { profile, problems } = await readReview(stage)
  if (problems.length > 0) return showStage({ ...stage, page: 'review' }, { problems, status: 400 })
  await changeJourney<Facts>(stage.visit.at, stage.key, (facts) => ({ ...facts, reviewed: profile }))
  return again(stage)
}

async function finish(stage: Stage): Promise<Answer> {
  const { visit, secret, facts } = stage
  const { language, form } = visit
  const claim = { proven: facts.proven, profile: facts.reviewed ?? {}, password: form.get('password') ?? '', language }
  try {
    return await leave(stage, await finishInvitation(visit.at, secret, claim), ['pwd', 'otp'])
  } catch (error) {
    // Somebody was faster: the page that is due now says how it stands.
    if (error instanceof Refusal && (error.code === 'users.contact-taken' || error.family === 'invitations'))
      return again(stage)
    return withProblem(stage, error, 'password')
  }
}

/** Signed in, and to where the app said when it made the invitation (attack 36), or to the account if that is its own no more. */
async function leave(
  { visit, key, invitation }: Stage,
  { userId, returnUrl }: Finished,
  methods: readonly string[],
): Promise<Answer> {
  const { at } = visit
  await visit.sessions.start(visit.asked.wire, userId, methods)
  await endJourney(at, at.db, key)
  const facts = { method: methods.join(' ') }
  await recordEvent(at, at.db, { kind: 'session.started', userId, appId: invitation.app.id, facts })
  return seeOther(returnUrl ?? '/account')
}

/** The same page with what is wrong; what no form can mend is a page of its own. */
async function withProblem(stage: Stage, error: unknown, field?: string): Promise<Answer> {
  if (!(error instanceof Refusal)) throw error
  const problem: Problem = problemOf(stage.visit.language, error, field)
  const facts = (await readJourney<Facts>(stage.visit.at, stage.key)) ?? {}
  const answer = await showStage({ ...stage, facts }, { problems: [problem], status: statusOf(error) })
  const wait = error.retryAfterSeconds
  return wait === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } }
}
