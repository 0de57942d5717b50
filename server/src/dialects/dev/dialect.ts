import { type Answer, type Asked, type Dialect, json, languageOf, page, parseForm } from '../../http/index.ts'
import type { Inbox, Language } from '../../kernel/index.ts'
import { sayFailed, sayRefusal } from '../../views/index.ts'
import { callPortal, type Demo } from './demo.ts'
import { drawInbox } from './inbox-page.ts'
import { drawAnswer, drawLinkPage, drawSite } from './site-pages.ts'

/** Where no language is asked for. */
const ownLanguage: Language = 'en'

/**
 * Development only: the inbox of every message that would have left, and a demo website with the pages that the mails
 * link to. The website is a client like any other: it calls the portal over HTTP and knows nothing else of us.
 */
export function dev(inbox: Inbox, demo: Demo): Dialect {
  const language = (asked: Asked) => languageOf(asked, ownLanguage)
  const linkPage = (path: 'activate' | 'reset', verb: string, code: string): Dialect['routes'] => [
    {
      method: 'GET',
      path: `/dev/site/${path}`,
      answer: (asked) =>
        page(200, drawLinkPage(demo, language(asked), path, parseForm(asked.query), ['User_ID', code])),
    },
    { method: 'POST', path: `/dev/site/${path}`, answer: callingPortal(verb) },
  ]
  const callingPortal =
    (verb: string) =>
    async (asked: Asked): Promise<Answer> => {
      const form = parseForm(asked.body ?? '')
      const reply = await callPortal(demo, verb, form, language(asked))
      return page(reply.ok === 1 ? 200 : 400, drawAnswer(demo, language(asked), reply))
    }
  return {
    name: 'dev',
    bodyLimit: 64 * 1024,
    routes: [
      {
        method: 'GET',
        path: '/dev/inbox',
        answer: async (asked) => page(200, drawInbox(language(asked), await inbox.list(recipientOf(asked)))),
      },
      {
        method: 'GET',
        path: '/dev/inbox.json',
        answer: async (asked) => json(200, await inbox.list(recipientOf(asked))),
      },
      { method: 'GET', path: '/dev/site', answer: (asked) => page(200, drawSite(demo, language(asked))) },
      { method: 'POST', path: '/dev/site/register', answer: callingPortal('register') },
      { method: 'POST', path: '/dev/site/log-in', answer: callingPortal('get-user-data') },
      { method: 'POST', path: '/dev/site/forgot', answer: callingPortal('forgot-password') },
      ...linkPage('activate', 'email-active', 'User_EmailActiveCode'),
      ...linkPage('reset', 'reset-password', 'User_ResetCode'),
    ],
    spell(refusal, asked) {
      if (!refusal) return json(500, { error: sayFailed(language(asked), asked.requestId) })
      return json(400, { error: sayRefusal(language(asked), refusal) })
    },
  }
}

/** As it was typed into an address bar: capitals are folded, and a number's `+`, which arrives as a space, is put back. */
const recipientOf = (asked: Asked): string | undefined =>
  parseForm(asked.query).get('to')?.toLowerCase().replace(/^ /, '+')
