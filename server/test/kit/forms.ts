import assert from 'node:assert/strict'
import { readApp } from '../../src/capabilities/apps/index.ts'
import { type Provider, readProvider, signUpByForm } from '../../src/capabilities/forms/index.ts'
import type { AnswerProblem, Ports } from '../../src/kernel/index.ts'
import { Refusal } from '../../src/kernel/index.ts'
import { applyFile } from './ports.ts'
import { recordSecret } from './secrets.ts'
import { waitFor } from './wait.ts'

/** A password that the document of contracts/oneentry.md shows. */
export const documentPassword = '12345'

/** A form with a field of every type, as an operator would write it. */
export const everyType = {
  id: 'every',
  type: 'sign-up',
  title: { en: 'Join', fa: 'عضویت' },
  attributes: [
    { marker: 'login', type: 'string', isLogin: true, title: { en: 'Login', fa: 'نام کاربری' } },
    { marker: 'password', type: 'string', isPassword: true, title: { en: 'Password', fa: 'رمز عبور' } },
    { marker: 'last_name', type: 'string', isSignUp: true, isSignUpRequired: true },
    { marker: 'age', type: 'integer', validators: { range: { minimum: 0, maximum: 150 } } },
    { marker: 'height', type: 'float' },
    { marker: 'birthday', type: 'date' },
    { marker: 'meeting', type: 'dateTime' },
    { marker: 'alarm', type: 'time' },
    { marker: 'about', type: 'text' },
    { marker: 'chapters', type: 'textWithHeader' },
    { marker: 'avatar', type: 'image' },
    { marker: 'album', type: 'groupOfImage' },
    { marker: 'picture', type: 'file', limits: { maximumCount: 2, maximumBytes: 1_000_000 } },
    {
      marker: 'size',
      type: 'radioButton',
      listTitles: [
        { title: { en: 'small', fa: 'کوچک' }, value: 's' },
        { title: { en: 'large', fa: 'بزرگ' }, value: 'l' },
      ],
    },
    {
      marker: 'selector',
      type: 'list',
      listTitles: [
        { title: 'red', value: '1', extended: { value: 'red', type: 'string' } },
        { title: 'blue', value: '2' },
      ],
    },
    {
      marker: 'entity-selector',
      type: 'entity',
      listTitles: [
        { id: '1', title: 'red', value: '1' },
        { id: '2', title: 'dark red', value: '2', parentId: '1' },
      ],
    },
    { marker: 'code', type: 'string', validators: { unique: true } },
  ],
}

/** The provider of the document: codes, and its password accepted. */
export const emailProvider = {
  id: 'members',
  type: 'email',
  form: 'every',
  isCheckCode: true,
  config: { minPasswordLength: 5, refuseCommonPasswords: false },
}

/** As {@link emailProvider}, with accounts that are active at once. */
export const openProvider = { ...emailProvider, id: 'open', isCheckCode: false }

/** Applies the form and both providers, and answers them with the demo's shop. */
export async function applyForms(at: Ports) {
  await applyFile(at, { forms: [everyType], providers: [emailProvider, openProvider] })
  recordSecret(documentPassword)
  return {
    app: await readApp(at.db, '1001'),
    members: await readProvider(at, 'members'),
    open: await readProvider(at, 'open'),
  }
}

export const authData = (login: string, password = documentPassword) => [
  { marker: 'login', value: login },
  { marker: 'password', value: password },
]

type Wish = Parameters<typeof signUpByForm>[3]

/** Signs up as a client does; what is not said is as the document has it. */
export async function signUp(at: Ports, provider: Provider, login: string, wish: Partial<Wish> = {}) {
  return signUpByForm(at, await readApp(at.db, '1001'), provider, {
    authData: authData(login),
    values: [{ marker: 'last_name', type: 'string', value: 'Fyodor Ivanov' }],
    notification: {
      email: login.includes('@') ? login : `${login}@test.zone`,
      phonePush: [],
      phoneSMS: '+99999999999',
    },
    locale: 'en_US',
    language: 'en',
    ...wish,
  })
}

/** The newest code that somebody got, once as many messages as `count` have come. */
export async function codeTo(url: string, to: string, count = 1): Promise<string> {
  const sent = await waitFor(`${count} codes to ${to}`, async () => {
    const inbox = await (await fetch(`${url}/dev/inbox.json?to=${encodeURIComponent(to)}`)).json()
    const all = (inbox as { code?: string }[]).filter((one) => one.code !== undefined)
    return all.length >= count ? all : undefined
  })
  const code = sent[0]?.code ?? assert.fail(`no code to ${to}`)
  recordSecret(code)
  return code
}

/** What an answer was refused for. */
export async function problemsOf(work: Promise<unknown>): Promise<readonly AnswerProblem[]> {
  try {
    await work
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forms.answer-refused') {
      return (error as Refusal<'forms.answer-refused'>).facts.problems
    }
    throw error
  }
  return []
}

/** True for an error that is this refusal, for `assert.rejects`. */
export const isRefusalOf = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.code, code)
  return true
}

const file = {
  filename: 'files/project/page/10/image/Screenshot-from-2024-05-02-15-23-14.png',
  downloadLink: 'http://my-site.zone/cloud-static/files/project/page/10/image/Screenshot-from-2024-05-02-15-23-14.png',
  size: 392_585,
}
const image = { ...file, previewLink: '', params: { isImageCompressed: true } }
const rich = {
  htmlValue: '<p>This is me</p>',
  plainValue: '',
  params: { isEditorDisabled: false, isImageCompressed: true },
}
const date = {
  fullDate: '2024-05-07T21:02:00.000Z',
  formattedValue: '08-05-2024 00:02',
  formatString: 'DD-MM-YYYY HH:mm',
}

/** A value of every type as the document of contracts/oneentry.md shows it, by the markers of {@link everyType}. */
export const documentValues: readonly (readonly [string, unknown])[] = [
  ['last_name', 'Fyodor Ivanov'],
  ['age', 41],
  ['height', '1.84'],
  ['birthday', date],
  ['meeting', date],
  ['alarm', { ...date, formattedValue: '00:02', formatString: 'HH:mm' }],
  ['about', rich],
  ['chapters', { header: 'Header', ...rich }],
  ['avatar', [image]],
  ['album', [image, image]],
  ['picture', [file]],
  ['size', [{ title: 'small', value: 's' }]],
  ['selector', [{ title: 'red', value: '1', extended: { value: 'red', type: 'string' } }]],
  ['entity-selector', [{ id: '1', title: 'red', value: '1', parentId: 'null' }]],
]
