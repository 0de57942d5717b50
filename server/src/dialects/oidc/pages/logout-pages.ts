import { html } from 'ghtml'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type { Ports } from '../../../kernel/index.ts'
import { isolate } from '../../../views/index.ts'
import { answerPage } from './answer-page.ts'

type Sources = NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>

/** The state of the library's own form, which it keeps in the session. */
interface State {
  secret?: string
  postLogoutRedirectUri?: string
}

/** The pages of a logout that an app began: it asks, since any site could have sent the browser here (attack 56). */
export function logoutPages(at: Ports): Sources {
  return {
    async logoutSource(context) {
      const { secret = '', postLogoutRedirectUri } = stateOf(context)
      const app = context.oidc.client?.clientName
      await answerPage(at, context, (texts) => ({
        title: texts.logout,
        body: html`!${app ? html`<p>${texts.logoutFrom(isolate(app))}</p>` : ''}<p>${texts.logoutHelp}</p>
<form method="post" action="/oauth/logout/confirm"><input type="hidden" name="xsrf" value="${secret}">
<p class="actions"><button name="logout" value="yes">${texts.logoutYes}</button> <button class="quiet">${texts.logoutNo}</button></p></form>`,
        leadsTo: postLogoutRedirectUri ? [new URL(postLogoutRedirectUri).origin] : [],
      }))
    },
    postLogoutSuccessSource: (context) =>
      answerPage(at, context, (texts) => {
        const left = context.oidc.client?.clientName
        return {
          status: 200,
          title: left ? texts.logoutFrom(isolate(left)) : texts.loggedOut,
          body: left ? '' : html`<p>${texts.loggedOutHelp}</p>`,
          links: left ? [{ href: '/account', label: texts.home }] : [],
        }
      }),
  }
}

const stateOf = (context: KoaContextWithOIDC): State =>
  (context.oidc.session as { state?: State } | undefined)?.state ?? {}
