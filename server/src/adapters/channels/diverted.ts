import type { Channel } from '../../kernel/index.ts'

/** A channel that leaves some of its receivers to another one: test numbers, which no gateway is paid for. */
export function diverted(channel: Channel, to: Channel, readReceivers: () => Promise<readonly string[]>): Channel {
  return {
    ...channel,
    async deliver(delivery, signal) {
      const own = (await readReceivers()).includes(delivery.to)
      return (own ? to : channel).deliver(delivery, signal)
    },
  }
}
