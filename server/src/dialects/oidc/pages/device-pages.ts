import { html } from 'ghtml'
import type { Configuration, errors, KoaContextWithOIDC } from 'oidc-provider'
import { checkBudget, spend } from '../../../capabilities/limits/index.ts'
import { networkOf, type Ports, Refusal } from '../../../kernel/index.ts'
import { drawButton, drawField, drawProblems, isolate, sayRefusal } from '../../../views/index.ts'
import { isAt } from '../aliases.ts'
import type { OidcTexts } from '../texts/index.ts'
import { whereabouts } from '../whereabouts.ts'
import { answerPage, languageOfContext } from './answer-page.ts'

type Sources = NonNullable<NonNullable<Configuration['features']>['deviceFlow']>
type DeviceError = Error | errors.OIDCProviderError

/** Wrong codes from one network: RFC 8628 §5.1 asks for a bound, and eight letters of twenty need no narrow one. */
const wrongCodes = { limit: 30, seconds: 600 }

/** The pages of the device flow (RFC 8628 §3.3): enter the code, compare it and say yes, done. Without scripts. */
export function devicePages(at: Ports): Sources {
  return {
    userCodeInputSource: (context, _form, _out, error) => askCode(at, context, error),
    userCodeConfirmSource: (context, _form, client, _device, code) =>
      answerPage(at, context, (texts) => ({
        title: texts.deviceConfirm(isolate(client.clientName ?? client.clientId)),
        body: html`<p>${texts.deviceConfirmHelp}</p><p class="code ltr">${code}</p>
<form method="post" action="/device">!${hidden('xsrf', secretOf(context))}!${hidden('user_code', code)}
<p class="actions">!${drawNamed('confirm', texts.deviceYes)} !${drawNamed('abort', texts.deviceNo, true)}</p></form>`,
      })),
    successSource: (context) =>
      answerPage(at, context, (texts) => ({
        status: 200,
        title: texts.deviceDone,
        body: html`<p>${texts.deviceDoneHelp}</p>`,
      })),
  }
}

const hidden = (name: string, value: string): string => html`<input type="hidden" name="${name}" value="${value}">`
const drawNamed = (name: string, label: string, quiet = false): string =>
  html`<button name="${name}" value="yes" class="${quiet ? 'quiet' : ''}">${label}</button>`

/** What guards the library's own forms; it is kept in the session. */
const secretOf = (context: KoaContextWithOIDC): string =>
  (context.oidc.session as { state?: { secret?: string } } | undefined)?.state?.secret ?? ''

async function askCode(at: Ports, context: KoaContextWithOIDC, error: DeviceError | undefined): Promise<void> {
  if (error?.name === 'AbortedError') return showAborted(at, context)
  const wait = error?.name === 'NotFoundError' ? await spendWrong(at) : undefined
  const typed = (error as { userCode?: string } | undefined)?.userCode
  await answerPage(at, context, (texts) => {
    const text = error && (wait ? sayRefusal(languageOfContext(context), wait) : textOf(texts, error))
    return {
      status: wait ? 429 : error ? 400 : 200,
      title: texts.device,
      body: html`!${drawProblems(languageOfContext(context), text ? [{ text, field: 'user_code' }] : [])}
<form method="post" action="/device" novalidate>!${hidden('xsrf', secretOf(context))}
!${drawField({ name: 'user_code', label: texts.deviceCode, help: texts.deviceHelp, value: typed, problem: text, autocomplete: 'off', direction: 'ltr', enterKeyHint: 'go', maxLength: 40 })}
<p class="actions">!${drawButton({ label: texts.go })}</p></form>`,
    }
  })
}

const showAborted = (at: Ports, context: KoaContextWithOIDC): Promise<void> =>
  answerPage(at, context, (texts) => ({
    status: 200,
    title: texts.deviceAborted,
    body: html`<p>${texts.deviceAbortedHelp}</p>`,
  }))

function textOf(texts: OidcTexts, { name }: DeviceError): string {
  const known: Record<string, string> = {
    NoCodeError: texts.deviceMissing,
    NotFoundError: texts.deviceUnknown,
    ExpiredError: texts.deviceOver,
    AlreadyUsedError: texts.deviceUsed,
  }
  return known[name] ?? texts.deviceFailed
}

const purse = () => ({ budget: 'device-code', of: [networkOf(whereabouts.getStore()?.address ?? '')] })

/** Counts a wrong code; answers the refusal when there were too many. */
const spendWrong = (at: Ports): Promise<Refusal | undefined> => refusalOf(spend(at, purse(), wrongCodes))

/** Answers 429 to an address that sent too many wrong codes, before another is looked at; false where it may go on. */
export async function refuseGuesser(at: Ports, context: KoaContextWithOIDC): Promise<boolean> {
  if (context.method !== 'POST' || !isAt(context.path, '/device')) return false
  const wait = await refusalOf(checkBudget(at, purse(), wrongCodes))
  if (!wait) return false
  const text = sayRefusal(languageOfContext(context), wait)
  await answerPage(at, context, (texts) => ({ status: 429, title: texts.device, body: html`<p>${text}</p>` }))
  return true
}

async function refusalOf(work: Promise<void>): Promise<Refusal | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
