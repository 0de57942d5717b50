import assert from 'node:assert/strict'
import type { Surfer } from './openid.ts'
import { type HostedPage, openPage, readCode } from './pages.ts'
import { recordSecret } from './secrets.ts'

/** The demo shop's own, with which it may ask and invite. */
export const shopToken = 'demo-token-of-the-shop-1001-to-invite'
export const returnUrl = 'http://127.0.0.1:8080/start?cart=7&next=%2Fpay'

/** All that the document lets an app say, each right. */
export const sara = {
  UserName: 'hmyn12345678901234567890',
  Email: 'sara@example.com',
  FirstName: 'سارا',
  LastName: 'محمدی',
  PhoneNumber: '09121234567',
  NationalCode: '0499370899',
  BirthDay: '1990-05-14',
  Sheba: 'IR062960000000100324200001',
  ReturnUrl: returnUrl,
  address: 'تهران، خیابان آزادی، پلاک ۱',
  postalCode: '2315468970',
  localPhone: '05138420884',
} as const

export interface ClientAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

const asked = async (response: Response): Promise<ClientAnswer> => {
  const body = (await response.json()) as Record<string, unknown>
  assert.match(response.headers.get('x-paypingrequest-id') ?? '', /\S/, 'each answer has its number')
  recordSecret(typeof body.Id === 'string' ? body.Id : undefined)
  return { status: response.status, headers: response.headers, body }
}

/** Asks the server as the app's own server does. */
export async function emailExists(origin: string, email: string, token = shopToken): Promise<ClientAnswer> {
  recordSecret(token)
  const query = new URLSearchParams({ Email: email })
  const headers = { authorization: `Bearer ${token}` }
  return asked(await fetch(`${origin}/v1/client/EmailExist?${query}`, { headers }))
}

/** Sends a body as it is. */
export async function registerInit(
  origin: string,
  body: object | string | Buffer,
  token = shopToken,
): Promise<ClientAnswer> {
  recordSecret(token, sara.NationalCode, sara.Sheba)
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  }
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  return asked(await fetch(`${origin}/v1/client/ClientRegisterInit`, { method: 'POST', headers, body: text as string }))
}

/** Invites, and answers what the browser is sent to. */
export async function invited(origin: string, change: object = {}, token = shopToken): Promise<string> {
  const answer = await registerInit(origin, { ...sara, ...change }, token)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return linkOf(String(answer.body.Id))
}

export const linkOf = (id: string): string => `/Client/ClientRegister?registerId=${id}`

/** Opens the link, and proves the e-mail by the code that came; answers the next page. */
export async function prove(
  origin: string,
  jar: Surfer,
  link: string,
  email: string = sara.Email,
  count = 1,
): Promise<HostedPage> {
  const first = await openPage(jar, link)
  const second = await first.submit({}, 'send')
  return second.submit({ code: await readCode(origin, email, count) }, 'prove')
}

/** Sends the review as a browser does: with what stands in its fields, but for what the person changes. */
export function submitReview(page: HostedPage, change: Record<string, string> = {}): Promise<HostedPage> {
  const [, form = ''] = /<form[^>]*>([\s\S]*?)<\/form>/.exec(page.text) ?? []
  const inputs = [
    ...form.matchAll(/<input(?![^>]*type="(?:hidden|checkbox)")[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g),
  ]
  const areas = [...form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</g)]
  const standing = [...inputs, ...areas].map(([, name = '', value = '']) => [name, value])
  return page.submit({ ...Object.fromEntries(standing), ...change }, 'review')
}

export const phrase = 'a phrase that only sara knows'

/** Goes the whole way; answers where the browser was sent. */
export async function goThrough(origin: string, jar: Surfer, link: string, email: string = sara.Email): Promise<URL> {
  const review = await prove(origin, jar, link, email)
  const password = await submitReview(review)
  const { url } = await password.submit({ password: phrase }, 'finish')
  return url
}

/** Who is signed in, as the account page tells it; without the places where an address may break. */
export const readAccount = async (jar: Surfer): Promise<string> =>
  (await openPage(jar, '/account')).text.replaceAll('<wbr>', '')
