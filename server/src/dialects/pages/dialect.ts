import { html } from 'ghtml'
import { type Answer, type Dialect, languageOf, page, type Route } from '../../http/index.ts'
import { refuse } from '../../kernel/index.ts'
import { layout, pageScript, sayFailed, sayRefusal } from '../../views/index.ts'
import { accountPages } from './account/index.ts'
import { developerPages } from './developers/index.ts'
import { invitationPages } from './invitation/index.ts'
import { providerPages } from './provider/index.ts'
import { statusOf } from './show.ts'
import { signInPages } from './sign-in/index.ts'
import { frameTexts } from './texts/frame.ts'
import { answer, routesOf } from './visit.ts'
import { welcomePage } from './welcome.ts'
import type { World } from './world.ts'

/** Hosted pages: the dialect of browsers. GET shows and changes nothing; POST acts, and answers with 303 (rule 5). */
export function pages(world: World): Dialect {
  const { at } = world
  return {
    name: 'pages',
    bodyLimit: 64 * 1024,
    routes: [
      scriptRoute,
      ...routesOf(world, [
        welcomePage,
        ...signInPages,
        ...providerPages,
        ...accountPages,
        ...invitationPages,
        ...developerPages,
      ]),
    ],
    async missing(asked) {
      const wantsPage = asked.method === 'GET' && (asked.header('accept') ?? '').includes('text/html')
      return wantsPage ? answer(world, asked, async () => refuse('pages.not-found')) : undefined
    },
    spell(refusal, asked) {
      const language = languageOf(asked, 'en')
      const text = refusal ? sayRefusal(language, refusal) : sayFailed(language, asked.requestId)
      const above = new URL(at.publicUrl).host
      const sheet = { language, above, title: frameTexts[language].problem, body: html`<p>${text}</p>` }
      return page(refusal ? statusOf(refusal) : 500, layout(sheet))
    },
  }
}

/** Its name changes with its content, so browsers may keep it. */
const scriptRoute: Route = {
  method: 'GET',
  path: pageScript.path,
  answer: (): Answer => ({
    status: 200,
    type: 'text/javascript; charset=utf-8',
    body: pageScript.text,
    headers: { 'cache-control': 'public, max-age=31536000, immutable' },
  }),
}
