import { receiptUrl } from '../../kernel/index.ts'
import type { Command } from './command.ts'

export const gatewaysCommand: Command = {
  usage: 'gateways',
  about: 'the gateways of text messages in their order, and the address where each may tell what became of a message',
  takes: [0, 0],
  async run(at, _values, _options, { gateways, print }) {
    for (const { name, url, voice, receipts, document, experimental } of gateways) {
      print(`${name}  ${new URL(url.replaceAll(/[{}]/g, '_')).host}${voice ? '  calls' : ''}`)
      if (document) print(`  document  ${document}`)
      if (experimental) print(`  experimental: ${experimental}`)
      if (receipts) print(`  receipts  ${receiptUrl(at, name)}`)
    }
    if (gateways.length === 0) print('no gateway: SMS_URL is not set')
  },
}
