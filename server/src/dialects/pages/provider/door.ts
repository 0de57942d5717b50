import { findApp, houseApp } from '../../../capabilities/apps/index.ts'
import { type Form, type Provider, readForm, readProvider } from '../../../capabilities/forms/index.ts'
import { findReturnUrl } from '../../../capabilities/invitations/index.ts'
import { refuse } from '../../../kernel/index.ts'
import { appDoor, type Door } from '../sign-in/index.ts'
import type { Visit } from '../visit.ts'

/** A door behind which somebody signs up by a provider's form. */
export interface ProviderDoor extends Door {
  readonly provider: Provider
  readonly form: Form
}

/**
 * `/sign-up/<provider>?app=<id>&return=<url>`: the form as the app's page leads to it. The way back is one of the app's
 * registered return addresses (rule 7, attack 36); without an app it is the account page.
 *
 * @throws `forms.provider-unknown`; `apps.not-live`; `input.invalid` for a return address that is none of the app's
 */
export async function openSignUp(visit: Visit): Promise<ProviderDoor> {
  const query = new URLSearchParams(visit.asked.query)
  const named = query.get('app')
  const found = named === null ? await houseApp(visit.at) : await findApp(visit.at.db, named)
  const app = found?.state === 'live' ? found : refuse('apps.not-live')
  const wanted = query.get('return')
  const back = wanted === null ? undefined : findReturnUrl(visit.at, app, wanted)
  if (wanted !== null && back === undefined) refuse('input.invalid', { field: 'return', rule: 'return-url' })
  const kept = new URLSearchParams([...(named === null ? [] : [['app', named]]), ...(back ? [['return', back]] : [])])
  const door: Door = {
    visit,
    app,
    path: `/sign-up/${encodeURIComponent(visit.part(2))}`,
    query: kept.size > 0 ? `?${kept}` : '',
    interaction: undefined,
    again: undefined,
    ...(back && { leadsTo: new URL(back).origin }),
    leave: async (userId, methods) => {
      await visit.sessions.start(visit.asked.wire, userId, methods)
      return back ?? '/account'
    },
  }
  return withForm(door, visit.part(2))
}

/** The same behind an app's authorization, which goes on with the person who signed up. */
export async function openInteraction(visit: Visit): Promise<ProviderDoor> {
  const door = (await appDoor(visit)) ?? refuse('pages.not-found')
  return withForm({ ...door, path: `${door.path}/provider/${encodeURIComponent(visit.part(4))}` }, visit.part(4))
}

async function withForm(door: Door, id: string): Promise<ProviderDoor> {
  const { at, form: sent } = door.visit
  const provider = await readProvider(at, id)
  const formId = provider.formId ?? refuse('forms.provider-unknown', { provider: id })
  // A page that stood open while the form changed is answered as the form that it showed (attack 76).
  const version = /^[1-9]\d{0,8}$/.exec(sent.get('version') ?? '')?.[0]
  return { ...door, provider, form: await readForm(at, formId, version === undefined ? undefined : Number(version)) }
}
