import { createHmac } from 'node:crypto'
import { type ReceiptReader, sameSecret, type Told } from '../../../kernel/index.ts'
import type { Descriptor } from './descriptor.ts'
import { at } from './fill.ts'
import { wordOf } from './gateway.ts'

/** Understands the receipts of a gateway; undefined when it gives none. */
export function receiptReader(gateway: Descriptor): ReceiptReader | undefined {
  const { receipts, name, password = '' } = gateway
  if (!receipts) return undefined
  const says = (words: readonly unknown[], status: string) => words.some((one) => String(one) === status)
  return {
    gateway: name,
    read(told) {
      if (receipts.signature === 'twilio' && !isSignedByTwilio(told, password)) return 'unsigned'
      const reference = wordOf(at(receipts.reference, told.fields))
      const status = wordOf(at(receipts.status, told.fields))
      if (reference === undefined || status === undefined) return undefined
      if (says(receipts.delivered, status)) return { reference, outcome: 'delivered' }
      return says(receipts.failed, status) ? { reference, outcome: 'failed' } : undefined
    },
  }
}

/** HMAC-SHA1 over our address and the sorted fields (https://www.twilio.com/docs/usage/security#validating-requests). */
function isSignedByTwilio({ url, form, header }: Told, token: string): boolean {
  const fields = [...form].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value)
  const expected = createHmac('sha1', token)
    .update(url + fields.join(''))
    .digest('base64')
  return sameSecret(header('x-twilio-signature') ?? '', expected)
}
