import assert from 'node:assert/strict'
import { formsOf, type Page, Surfer } from './openid.ts'
import { readMails } from './portal.ts'
import { recordSecret } from './secrets.ts'

/** One browser: its cookies, and the server it talks to. */
export const newJar = (origin: string, headers: Record<string, string> = {}): Surfer =>
  new Surfer(origin, { 'accept-language': 'en', ...headers })

/** A page of ours as a person meets it: what it says, and what can be filled in and pressed. */
export interface HostedPage extends Page {
  /** The address without its origin. */
  readonly address: string
  /** The heading. */
  readonly title: string
  /** The lines of the summary of what is wrong. */
  readonly problems: readonly string[]
  /** What is said, without its markup. */
  readonly words: string
  /** What a field holds; undefined where there is none of that name. */
  field(name: string): string | undefined
  /** What the buttons do. */
  readonly buttons: readonly string[]
  /** Address of the link that reads so, or that leads to an address ending so. */
  link(text: string): string
  follow(text: string): Promise<HostedPage>
  /** Fills fields that the page has and presses the button that does `action`; every redirect is followed. */
  submit(typed: Record<string, string>, action: string): Promise<HostedPage>
  /** Posts what no page of ours would: any fields, beside the form's own hidden ones. */
  forge(fields: Record<string, string>, address?: string): Promise<HostedPage>
}

/** Goes to an address of the house and follows redirects, up to a page or an address outside. */
export async function openPage(jar: Surfer, address: URL | string): Promise<HostedPage> {
  return hosted(jar, await jar.visit(address))
}

const secretFields = ['password', 'code', 'token']

function hosted(jar: Surfer, page: Page): HostedPage {
  const { text, url } = page
  const buttons = formsOf(page).flatMap((form) => form.buttons.map((one) => one.replace(/^do=/, '')))
  const inputs = [...text.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => tag)
  const inputOf = (name: string) => inputs.find((tag) => tag.includes(` name="${name}"`))
  const send = async (address: string, fields: Record<string, string>) => {
    recordSecret(...secretFields.map((name) => fields[name]))
    const body = new URLSearchParams(fields)
    return hosted(jar, await jar.visit(new URL(address, url), { method: 'POST', body }))
  }
  return {
    ...page,
    address: `${url.pathname}${url.search}`,
    title: plain(/<h1>([\s\S]*?)<\/h1>/.exec(text)?.[1] ?? ''),
    problems: problemsOf(text),
    words: plain(text.replace(/[\s\S]*<body/, '<body')),
    buttons,
    field: (name) => {
      const tag = inputOf(name)
      return tag && plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? '')
    },
    link: (wanted) => linkOf(text, wanted) ?? assert.fail(`no link ${wanted} at ${url.pathname}`),
    follow(wanted) {
      return openPage(jar, new URL(this.link(wanted), url))
    },
    async submit(typed, action) {
      const form = formsOf(page).find((one) => one.buttons.includes(`do=${action}`))
      assert.ok(form, `no button ${action} at ${url.pathname}, but ${buttons}: ${this.words.slice(0, 400)}`)
      for (const name of Object.keys(typed)) assert.ok(inputOf(name), `no field ${name} at ${url.pathname}`)
      return send(form.action, { ...form.hidden, ...typed, do: action })
    },
    forge: (fields, address = url.href) => send(address, { ...formsOf(page)[0]?.hidden, ...fields }),
  }
}

function problemsOf(text: string): string[] {
  const summary = /<div class="notice bad"[\s\S]*?<\/div>/.exec(text)?.[0] ?? ''
  return [...summary.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, line = '']) => plain(line))
}

function linkOf(text: string, wanted: string): string | undefined {
  const links = [...text.matchAll(/<a href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)]
  const found = links.find(([, href = '', label = '']) => plain(label) === wanted || plain(href).endsWith(wanted))
  return found && plain(found[1] ?? '')
}

const plain = (text: string): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** The code of the newest mail to an address, as soon as there are `count` of them. */
export async function readCode(origin: string, to: string, count = 1): Promise<string> {
  const [mail] = await readMails(origin, to, count)
  assert.match(mail?.code ?? '', /^\d{6}$/)
  return mail?.code ?? ''
}
