import { checkClientSecret } from '../../capabilities/apps/index.ts'
import { type Answer, type Asked, json } from '../../http/index.ts'
import type { Ports, Tokens } from '../../kernel/index.ts'
import { readLogInApp } from './app.ts'
import { logInWithSettings } from './settings.ts'
import { readParameters, required, spellError } from './wire.ts'

const disabled = 'The developers module has been disabled by the admin'

/**
 * Gives an app's server the access token for its auth_key, once (attack 8). The order of the checks is the document's.
 *
 * @throws `input.missing` (app_id, app_secret, auth_key), `apps.unknown`, `apps.not-authenticated`, `limits.exhausted`,
 *   `verification.failed`
 */
export async function authorize(at: Ports, tokens: Tokens, asked: Asked): Promise<Answer> {
  const form = await readParameters(at, asked)
  const [appId, secret, authKey] = [required(form, 'app_id'), required(form, 'app_secret'), required(form, 'auth_key')]
  const app = await readLogInApp(at, appId)
  await checkClientSecret(at, app.id, secret)
  if (!(await logInWithSettings.read(at)).enabled) return spellError(disabled)
  return json(200, { access_token: await tokens.redeemAuthKey(app.id, authKey) })
}
