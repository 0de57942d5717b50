export {
  dropSubscription,
  findSubscription,
  listSubscriptions,
  subscribe,
  unsubscribe,
} from './push-subscription.ts'
