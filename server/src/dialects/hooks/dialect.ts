import { noteReceipt } from '../../capabilities/messages/index.ts'
import { type Answer, type Asked, anyObject, type Dialect, json, parseForm, readJson } from '../../http/index.ts'
import { isReceiptKey, type Ports, type ReceiptReader, type Told } from '../../kernel/index.ts'

const prefix = '/hooks/sms/'
const notFound = json(404, { error: 'not_found' })

/**
 * What gateways tell us. Whoever knows a gateway's key may speak for it (the key stands in the address, which the gateway
 * is told or its panel is given); one that signs has to sign as well. All that settles nothing, or speaks of no message of
 * ours, is answered like the rest: a gateway would only say it again.
 */
export function hooks(at: Ports, readers: readonly ReceiptReader[]): Dialect {
  const take = async (asked: Asked): Promise<Answer> => {
    const query = parseForm(asked.query)
    const reader = readers.find(({ gateway }) => `${prefix}${gateway}` === asked.path)
    if (!reader || !isReceiptKey(at, reader.gateway, query.get('key') ?? '')) return notFound
    const receipt = reader.read(toldBy(at, asked, query))
    if (receipt === 'unsigned') return json(403, { error: 'unsigned' })
    if (receipt) await noteReceipt(at, reader.gateway, receipt)
    return json(200, { ok: true })
  }
  return {
    name: 'hooks',
    bodyLimit: 64 * 1024,
    routes: [
      { method: 'POST', path: '/hooks/sms/:gateway', answer: take },
      // Vonage and others tell by GET, unless asked otherwise.
      { method: 'GET', path: '/hooks/sms/:gateway', answer: take },
    ],
    spell: (refusal, { requestId }) =>
      refusal ? json(400, { error: refusal.code }) : json(500, { error: 'failed', request: requestId }),
  }
}

function toldBy(at: Ports, asked: Asked, query: ReadonlyMap<string, string>): Told {
  const isJson = asked.mediaType === 'application/json'
  const form = isJson ? new Map<string, string>() : parseForm(asked.body ?? '')
  const fields = isJson ? readJson(anyObject, asked.body) : Object.fromEntries(form)
  return {
    url: `${at.publicUrl}${asked.path}?${asked.query}`,
    form,
    fields: { ...Object.fromEntries(query), ...fields },
    header: asked.header,
  }
}
