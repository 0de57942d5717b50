import { createClient, type Form, isDiwanError, type Session } from 'diwan-client'
import { draw } from './draw.ts'
import { drawFields, readBody, showProblems } from './form.ts'
import { langCode, language, otherLanguage, texts } from './texts.ts'

const { VITE_ISSUER: issuer = 'http://127.0.0.1:3000' } = import.meta.env as { VITE_ISSUER?: string }
const here = `${location.origin}/`

const client = createClient({
  issuer,
  clientId: 'example',
  siteKey: 'demo-site-key-of-the-example-app',
  redirectUri: here,
  postLogoutRedirectUri: here,
  storage: 'local',
  language,
})

const main = draw('main', {})
const status = draw('div', { role: 'status' })

/** Runs what a button does: no second press meanwhile, and what is declined is said. */
async function attempt(root: HTMLElement, work: () => Promise<void>): Promise<void> {
  const buttons = root.querySelectorAll('button')
  for (const button of buttons) button.disabled = true
  status.textContent = texts.wait
  root.querySelector('.notice')?.remove()
  try {
    await work()
    if (status.textContent === texts.wait) status.textContent = ''
  } catch (error) {
    status.textContent = ''
    if (!isDiwanError(error)) throw error
    console.warn(error.code, error.fix, error.cause)
    root.prepend(draw('div', { class: 'notice', role: 'alert' }, sayError(error)))
    showProblems(root, error.fields)
  } finally {
    for (const button of buttons) button.disabled = false
  }
}

const sayError = (error: { family: string; message: string }): string =>
  error.family === 'network' ? texts.away : error.message

const show = (title: string, ...content: HTMLElement[]): void => {
  main.replaceChildren(draw('h1', {}, title), ...content)
}

function button(text: string, work: () => Promise<void>, kind = ''): HTMLElement {
  const element = draw('button', { type: 'button', class: kind }, text)
  element.addEventListener('click', () => void attempt(element.closest('section') ?? main, work))
  return element
}

/** A form whose button runs `work` with what was filled in. */
function drawForm(label: string, fields: HTMLElement[], work: (data: FormData) => Promise<void>): HTMLElement {
  const form = draw('form', { novalidate: true }, ...fields, draw('button', {}, label))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void attempt(form, () => work(new FormData(form)))
  })
  return form
}

function showStranger(form: Form | undefined): void {
  const hosted = draw(
    'section',
    {},
    draw('h2', {}, texts.hosted),
    draw('p', {}, texts.hostedLead),
    button(texts.signIn, () => client.signIn()),
  )
  const own = draw('section', {}, draw('h2', {}, texts.form), draw('p', {}, texts.formLead))
  own.append(
    form
      ? drawForm(texts.signUp, drawFields(form), async (data) => {
          const body = readBody(form, data)
          const made = await client.AuthProvider.signUp('email', body, langCode)
          if (made.isActive) await enter(body.authData)
          else showCode(made.identifier, body.authData)
        })
      : draw('div', { class: 'notice', role: 'alert' }, texts.away),
  )
  show(texts.title, draw('p', {}, texts.lead), draw('div', { class: 'cards' }, hosted, own))
}

type Credentials = Parameters<typeof client.AuthProvider.auth>[1]['authData']

/** A new account waits for the code that went to its e-mail. */
function showCode(login: string, credentials: Credentials): void {
  const input = draw('input', { id: 'code', name: 'code', autocomplete: 'one-time-code', required: true, dir: 'ltr' })
  const field = draw('div', { class: 'field' }, draw('label', { for: 'code' }, texts.code), input)
  const form = drawForm(texts.activate, [field], async (data) => {
    await client.AuthProvider.activateUser('email', login, String(data.get('code')))
    await enter(credentials)
  })
  show(texts.code, draw('p', {}, texts.codeLead), draw('section', {}, form))
  input.focus()
}

async function enter(authData: Credentials): Promise<void> {
  await client.AuthProvider.auth('email', { authData })
  await showMember()
}

/** Somebody who came by the form. */
async function showMember(): Promise<void> {
  const user = await client.Users.getUser(langCode)
  const name = user.formData.find(({ marker }) => marker === 'last_name')?.value
  showKnown({ [texts.id]: String(user.id), [texts.email]: user.identifier, [texts.name]: String(name ?? '') }, [
    button(texts.signOut, async () => {
      await client.AuthProvider.logout('email')
      await start()
    }),
  ])
}

/** Somebody who came by the server’s page. */
async function showAccount(session: Session): Promise<void> {
  const { name = '', email = '' } = await client.userinfo()
  showKnown({ [texts.id]: session.subject, [texts.email]: email, [texts.name]: name }, [
    button(texts.signOut, async () => void (await client.signOut())),
    button(
      texts.renew,
      async () => {
        await client.renew()
        status.textContent = texts.renewed
      },
      'second',
    ),
  ])
}

function showKnown(facts: Record<string, string>, buttons: HTMLElement[]): void {
  const lines = Object.entries(facts).filter(([, value]) => value !== '')
  const list = lines.flatMap(([term, value]) => [draw('dt', {}, term), draw('dd', {}, draw('bdi', {}, value))])
  const name = facts[texts.name] || facts[texts.email] || ''
  show(
    texts.hello.replace('{name}', name),
    draw(
      'section',
      {},
      draw('h2', {}, texts.yours),
      draw('dl', {}, ...list),
      draw('div', { class: 'row' }, ...buttons),
    ),
  )
}

/** Shows who is here, whichever way they came; strangers see both ways in. */
async function start(): Promise<void> {
  const session = await client.session()
  if (session) return showAccount(session)
  try {
    await showMember()
  } catch (error) {
    if (!isDiwanError(error)) throw error
    showStranger(await client.Forms.getFormByMarker('reg', langCode).catch(() => undefined))
  }
}

document.documentElement.lang = language
document.documentElement.dir = language === 'fa' ? 'rtl' : 'ltr'
document.title = texts.title
const other = draw('a', { href: `?lang=${otherLanguage}`, lang: otherLanguage, hreflang: otherLanguage }, texts.other)
document.body.append(draw('header', {}, draw('strong', {}, texts.app), other), main, draw('footer', {}, status))

await attempt(main, async () => {
  if (client.isSignInAnswer()) await client.finishSignIn()
})
const problem = main.querySelector('.notice')
await attempt(main, start)
if (problem) main.prepend(problem)
