import { houseSettings } from '../../capabilities/settings/index.ts'
import { type Asked, type Dialect, json, languageOf, page, parseForm, type Route } from '../../http/index.ts'
import type { Inbox, Language, Ports } from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { appRoutes, type Party } from './app/index.ts'
import { callPortal, type Demo } from './demo.ts'
import { drawInbox } from './inbox-page.ts'
import { drawAnswer, drawLinkPage, drawSite } from './site-pages.ts'

/**
 * Development only: the inbox of every message that would have left, and a demo website with the pages that the mails
 * link to, and a demo app with three ways in. Both are clients like any other: they call us over HTTP, and know nothing
 * else of us.
 */
export function dev(at: Ports, inbox: Inbox, demo: Demo, party: Party): Dialect {
  const drawn =
    (draw: (language: Language, asked: Asked) => string | Promise<string>): Route['answer'] =>
    async (asked) =>
      page(200, await draw(await readLanguage(at, asked), asked))
  const calling =
    (verb: string): Route['answer'] =>
    async (asked) => {
      const language = await readLanguage(at, asked)
      const reply = await callPortal(demo, verb, parseForm(asked.body ?? ''), language)
      return page(reply.ok === 1 ? 200 : 400, drawAnswer(demo, language, reply))
    }
  const linkPage = (name: 'activate' | 'reset', code: string) =>
    drawn((language, asked) => drawLinkPage(demo, language, name, parseForm(asked.query), ['User_ID', code]))
  const inboxPage = drawn(async (language, asked) => {
    const { name } = await houseSettings.read(at)
    return drawInbox(language, name, await inbox.list(recipientOf(asked)))
  })
  return {
    name: 'dev',
    bodyLimit: 64 * 1024,
    routes: [
      ...appRoutes(at, party),
      { method: 'GET', path: '/dev/inbox', answer: inboxPage },
      { method: 'GET', path: '/dev/inbox.json', answer: async (to) => json(200, await inbox.list(recipientOf(to))) },
      { method: 'GET', path: '/dev/site', answer: drawn((language) => drawSite(demo, language)) },
      { method: 'POST', path: '/dev/site/register', answer: calling('register') },
      { method: 'POST', path: '/dev/site/log-in', answer: calling('get-user-data') },
      { method: 'POST', path: '/dev/site/forgot', answer: calling('forgot-password') },
      { method: 'GET', path: '/dev/site/activate', answer: linkPage('activate', 'User_EmailActiveCode') },
      { method: 'POST', path: '/dev/site/activate', answer: calling('email-active') },
      { method: 'GET', path: '/dev/site/reset', answer: linkPage('reset', 'User_ResetCode') },
      { method: 'POST', path: '/dev/site/reset', answer: calling('reset-password') },
    ],
    spell(refusal, asked) {
      const language = languageOf(asked, 'en')
      if (!refusal) return json(500, { error: sayFailed(language, asked.requestId) })
      return json(400, { error: sayRefusal(language, refusal) })
    },
  }
}

const readLanguage = async (at: Ports, asked: Asked): Promise<Language> =>
  languageOf(asked, (await houseSettings.read(at)).locale)

/** As it was typed into an address bar: capitals are folded, and a number's `+`, which arrives as a space, is put back. */
const recipientOf = (asked: Asked): string | undefined =>
  parseForm(asked.query).get('to')?.toLowerCase().replace(/^ /, '+')
