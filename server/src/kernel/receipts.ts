import { type Keyring, sameSecret } from './secret.ts'

/** What became of a message, as the gateway that took it says. */
export interface Receipt {
  /** By which the gateway spoke of the message when it took it. */
  readonly reference: string
  readonly outcome: 'delivered' | 'failed'
}

/** A call by which a gateway tells something: its fields, of the query, the form or the JSON object. */
export interface Told {
  /** Our own address that was called, with its query (rule 7: from PUBLIC_URL, not from the Host header). */
  readonly url: string
  readonly form: ReadonlyMap<string, string>
  readonly fields: Readonly<Record<string, unknown>>
  readonly header: (name: string) => string | undefined
}

/** Understands the delivery receipts of one gateway. */
export interface ReceiptReader {
  readonly gateway: string
  /** Undefined for news that settle nothing (“queued”); `unsigned` where the gateway signs and this is not its signature. */
  read(told: Told): Receipt | 'unsigned' | undefined
}

/** Of the ports, what the address is made of. */
interface At {
  readonly keyring: Keyring
  readonly publicUrl: string
}

const purpose = 'sms-receipts'

/** Where a gateway tells what became of messages. The key in it is drawn from the keyring: nobody can guess it. */
export const receiptUrl = (at: At, gateway: string): string =>
  `${at.publicUrl}/hooks/sms/${gateway}?key=${at.keyring.mac('index', purpose, gateway)}`

/** True for the key of this gateway's address, also while the root of the keyring is being replaced. */
export const isReceiptKey = (at: At, gateway: string, key: string): boolean =>
  at.keyring.macs('index', purpose, gateway).some((one) => sameSecret(one, key))
