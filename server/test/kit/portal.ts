import assert from 'node:assert/strict'
import { recordSecret } from './secrets.ts'

/** The demo app that the document's own example names. */
export const demoSite = { website: 'chophanphoi.com', key: '0c1ed93b6fcdb6d70fb6ca8b8b612345' }
/** The other demo app. */
export const shopSite = { website: 'shop.example', key: '5ca1ab1e0ddba11ca75eedf00dfacade' }

export interface PortalAnswer {
  ok: 0 | 1
  message: string
  data: Record<string, string | number>
}

export type Fields = Record<string, string>
const secretFields = ['key', 'User_Password', 'New_User_Password', 'User_EmailActiveCode', 'User_ResetCode']

const recordSecrets = (fields: Fields): void => recordSecret(...secretFields.map((name) => fields[name]))

/** Calls the portal by form POST, as a careful website does. */
export async function callPortal(origin: string, fields: Fields, site: Fields = demoSite): Promise<PortalAnswer> {
  const all = { ...site, ...fields }
  recordSecrets(all)
  const response = await fetch(`${origin}/api/`, { method: 'POST', body: new URLSearchParams(all) })
  return readAnswer(response)
}

/** Calls the portal by GET, as PHP's `file_get_contents` does. */
export async function getPortal(origin: string, fields: Fields, site: Fields = demoSite): Promise<PortalAnswer> {
  const all = { ...site, ...fields }
  recordSecrets(all)
  return readAnswer(await fetch(`${origin}/api/?${new URLSearchParams(all)}`))
}

async function readAnswer(response: Response): Promise<PortalAnswer> {
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
  const answer = (await response.json()) as PortalAnswer
  assert.deepEqual(Object.keys(answer), ['ok', 'message', 'data'])
  return answer
}

/** The fields of a registration that is in order. */
export const person = (email: string, password = 'a long enough phrase'): Fields => ({
  User_Name: 'Nguyễn Văn A',
  User_Email: email,
  User_Mobile: '0123456789',
  User_Password: password,
  User_Gender: '2',
  User_Birthday: '1989-05-24',
})

export interface Mail {
  id: string
  to: string
  kind: string
  language: string
  subject: string
  text: string
  html: string
  code?: string
  link?: string
}

/** The messages in the inbox to one address, newest first, as soon as there are `count`. */
export async function readMails(origin: string, to: string, count = 1): Promise<Mail[]> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const response = await fetch(`${origin}/dev/inbox.json?to=${encodeURIComponent(to)}`)
    const mails = (await response.json()) as Mail[]
    for (const mail of mails)
      recordSecret(mail.code, ...Object.values(linkFields(mail)).filter((one) => one.length === 22))
    if (mails.length >= count) return mails
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`fewer than ${count} messages to ${to} after five seconds`)
}

/** The parameters that a mail's link carries: what the website's page passes on. */
export const linkFields = (mail: Mail | undefined): Fields =>
  mail?.link ? Object.fromEntries(new URL(mail.link).searchParams) : {}

/** Registers a person and activates the account; answers the member's record. */
export async function makeMember(origin: string, email: string, password?: string): Promise<PortalAnswer['data']> {
  const registered = await callPortal(origin, { do: 'register', ...person(email, password) })
  assert.equal(registered.ok, 1, registered.message)
  const [mail] = await readMails(origin, email)
  const activated = await callPortal(origin, { do: 'email-active', ...linkFields(mail) })
  assert.equal(activated.ok, 1, activated.message)
  return activated.data
}
