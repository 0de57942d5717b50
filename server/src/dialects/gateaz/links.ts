import { addressOf } from '../../capabilities/apps/index.ts'
import type { Ports } from '../../kernel/index.ts'

/**
 * A link to a page that the website declared, with the parameters the API takes back. Appended with `&` where the page
 * has a query already; a page given by its path alone lies on our own origin.
 */
export function pageLink(at: Ports, page: string, parameters: Record<string, string>): string {
  const [address = '', ...fragment] = page.split('#')
  const absolute = addressOf(at, address)
  const query = new URLSearchParams(parameters).toString()
  const tail = fragment.length > 0 ? `#${fragment.join('#')}` : ''
  return `${absolute}${absolute.includes('?') ? '&' : '?'}${query}${tail}`
}
