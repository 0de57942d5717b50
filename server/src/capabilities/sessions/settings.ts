import { Type } from 'typebox'
import { Budget, setting, slice } from '../settings/index.ts'

export const sessionSettings = slice('sessions', {
  refreshGraceSeconds: setting(
    Type.Integer({ minimum: 0, maximum: 300 }),
    10,
    'How long a refresh token that was used is answered with the same successor again, seconds; later use ends its family',
  ),
  beginningsPerNetwork: setting(
    Budget,
    { limit: 2000, seconds: 60 },
    'Sign-ins, pushed requests and device codes that one network may begin; many people share the address of a mobile carrier',
  ),
})

/** How long after a sign-in changes of password and contacts need no new one, seconds (step-up). */
export const freshSeconds = 600
