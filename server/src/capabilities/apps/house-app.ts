import type { Ports } from '../../kernel/index.ts'
import { houseSettings } from '../settings/index.ts'
import type { App } from './app.ts'

const houseId = '~house'

/** Whether this is no app, but the house. */
export const isHouse = (app: Pick<App, 'id'>): boolean => app.id === houseId

/**
 * What stands for the house itself where no app asks: on the account and developer pages. Its id is none that an app
 * can have, so its budgets and codes are its own.
 */
export async function houseApp(at: Ports): Promise<App> {
  const { name, locale } = await houseSettings.read(at)
  return {
    id: houseId,
    name,
    state: 'live',
    description: '',
    category: '',
    logo: undefined,
    ownerId: undefined,
    locale,
    domains: [new URL(at.publicUrl).host],
    redirectUrls: [],
    returnUrls: [],
    activationUrl: undefined,
    resetUrl: undefined,
    backchannelLogoutUrl: undefined,
    permissions: [],
    reviewNote: undefined,
    policy: {},
    revision: 0,
  }
}
