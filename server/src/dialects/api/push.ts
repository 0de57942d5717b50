import { Type } from 'typebox'
import { subscribe, unsubscribe } from '../../capabilities/devices/index.ts'
import { refuse } from '../../kernel/index.ts'
import { byPerson } from './gates.ts'
import { operation } from './operation.ts'

const base64url = Type.String({ pattern: '^[\\w-]+={0,2}$', maxLength: 200 })

/** As `JSON.stringify(subscription)` in a browser writes it. */
const Subscription = Type.Object(
  {
    endpoint: Type.String({ minLength: 10, maxLength: 1000 }),
    expirationTime: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    keys: Type.Object({ p256dh: base64url, auth: base64url }, { additionalProperties: false }),
  },
  { $id: 'PushSubscription', additionalProperties: false },
)

/** Web Push: a person's browser is told what happens to the account. */
export const push = [
  operation({
    method: 'GET',
    path: '/me/push-key',
    id: 'readPushKey',
    summary: 'The `applicationServerKey` that browsers subscribe by',
    gate: byPerson('openid'),
    status: 200,
    answer: Type.Object({ key: Type.String() }, { $id: 'PushKey' }),
    refusals: ['pages.not-found'],
    run: async ({ pushKey }) => ({ key: pushKey ?? refuse('pages.not-found') }),
  }),
  operation({
    method: 'POST',
    path: '/me/push-subscriptions',
    id: 'createPushSubscription',
    summary:
      'Tells a browser of the person, by push, what happens to the account; the same browser again is the same row',
    gate: byPerson('openid'),
    body: Subscription,
    status: 201,
    answer: Type.Object({ id: Type.String() }, { $id: 'PushSubscribed' }),
    refusals: [],
    run: async ({ at }, who, { body: { endpoint, keys } }) => ({ id: await subscribe(at, who, { endpoint, keys }) }),
  }),
  operation({
    method: 'DELETE',
    path: '/me/push-subscriptions/{subscription}',
    id: 'deletePushSubscription',
    summary: 'Tells a browser nothing any more; also where it is not subscribed',
    gate: byPerson('openid'),
    parameters: Type.Object({ subscription: Type.String({ maxLength: 40 }) }),
    status: 204,
    refusals: [],
    run: async ({ at }, { userId }, { parameters }) => {
      await unsubscribe(at, userId, parameters.subscription)
      return undefined
    },
  }),
]
