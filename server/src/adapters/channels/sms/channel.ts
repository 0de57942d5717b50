import {
  type Channel,
  type Delivery,
  type Ports,
  type ReceiptReader,
  receiptUrl,
  type Taken,
  Undeliverable,
} from '../../../kernel/index.ts'
import { type Outgoing, Unanswered } from '../../outgoing.ts'
import type { Descriptor } from './descriptor.ts'
import { GatewayRefusal, readAnswer, requestOf, valuesOf } from './gateway.ts'
import { receiptReader } from './receipts.ts'

/** How long a gateway that did not answer, or was out of order, stands behind the others, ms. */
const rest = 30_000

/**
 * Text messages through one or more gateways. Each attempt at a message takes the next of them; one that was just found
 * out of order is asked after all others, so that not every message has to find it out (attack 78).
 */
export function smsChannel(
  at: Pick<Ports, 'clock' | 'keyring' | 'publicUrl'>,
  gateways: readonly Descriptor[],
  outgoing: Outgoing,
): Channel {
  const restsUntil = new Map<Descriptor, number>()
  const isResting = (one: Descriptor) => (restsUntil.get(one) ?? 0) > at.clock.now()
  async function ask(gateway: Descriptor, delivery: Delivery, signal: AbortSignal): Promise<Taken> {
    try {
      const taken = await send(at, gateway, outgoing, delivery, signal)
      restsUntil.delete(gateway)
      return taken
    } catch (error) {
      if (error instanceof Unanswered || (error instanceof GatewayRefusal && error.down)) {
        restsUntil.set(gateway, at.clock.now() + rest)
      }
      throw error
    }
  }
  return {
    name: 'sms',
    receipts: gateways.map(receiptReader).filter((one): one is ReceiptReader => one !== undefined),
    async deliver(delivery, signal) {
      const able = gateways.filter((one) => !one.voice || delivery.spoken !== undefined)
      const begin = able.findIndex(({ name }) => name === delivery.after) + 1
      const turn = (begin + delivery.attempt - 1) % Math.max(able.length, 1)
      const inTurn = [...able.slice(turn), ...able.slice(0, turn)]
      const gateway = inTurn.find((one) => !isResting(one)) ?? inTurn[0]
      if (!gateway) throw new Undeliverable('no gateway can carry it')
      try {
        return await ask(gateway, delivery, signal)
      } catch (error) {
        // Another gateway may reach a number that this one refuses for good.
        const over = error instanceof GatewayRefusal && error.final && delivery.attempt >= able.length
        throw over ? new Undeliverable('refused by the gateway', { cause: error }) : error
      }
    },
  }
}

/**
 * One request; a second one with the same id where the first may have arrived, its answer did not, and the gateway
 * takes what comes twice once.
 */
async function send(
  at: Pick<Ports, 'clock' | 'keyring' | 'publicUrl'>,
  gateway: Descriptor,
  outgoing: Outgoing,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Taken> {
  // A gateway on the internet reaches us by https or not at all, and one (Twilio) refuses a message for an address of loopback.
  const callback = gateway.receipts && at.publicUrl.startsWith('https:') ? receiptUrl(at, gateway.name) : undefined
  const request = { ...requestOf(gateway, valuesOf(gateway, delivery, at.clock.now(), callback)), signal }
  const answer = await outgoing(request).catch((error: unknown) => {
    const again = gateway.takesOnce && error instanceof Unanswered && error.sent && !signal.aborted
    if (again) return outgoing(request)
    throw error
  })
  const reference = readAnswer(gateway, answer)
  return { gateway: gateway.name, ...(reference && { reference }) }
}
