import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages } from '../../src/kernel/index.ts'
import { engines } from '../kit/database.ts'
import { startHouse, type TestHouse } from '../kit/house.ts'
import { linesOfHtml, linesOfText, urlsOf } from '../kit/letters.ts'
import { callPortal, type Fields, linkFields, type Mail, person, readMails } from '../kit/portal.ts'
import { applyFile } from '../kit/ports.ts'

const password = 'a long enough phrase'
/** Names that a template, a mail program or a browser could take for more than a name. */
const names = [
  '<b>bold</b><script>alert(1)</script>',
  `\${process.env.HOME}\${x}{{x}}{{=1+1}}<%= x %>#{x}`,
  "$& $1 $` $' \\0 %s %o",
  '"><img src=x onerror=alert(1)> &lt;i&gt; &amp;',
  '<a href="https://evil.example/">Log in</a> https://evil.example/',
  '\u202egnol\u2066 \u200f',
]

/** All mails of a member's life, in one language. */
async function mailsOf({ url }: TestHouse, email: string, lang: string, name: string): Promise<Mail[]> {
  const say = async (fields: Fields) => {
    const answer = await callPortal(url, { lang, ...fields })
    assert.equal(answer.ok, 1, answer.message)
    return answer
  }
  const registered = await say({ do: 'register', ...person(email, password), User_Name: name })
  assert.equal(registered.data.User_Name, name.trim(), 'the name is kept as it is')
  await say({ do: 'email-active', ...linkFields((await readMails(url, email))[0]) })
  await say({ do: 'forgot-password', User_Email: email })
  await say({ do: 'reset-password', ...linkFields((await readMails(url, email, 2))[0]) })
  await readMails(url, email, 3)
  const User_ID = String(registered.data.User_ID)
  await say({ do: 'change-password', User_ID, User_Password: password, New_User_Password: 'another long phrase' })
  return readMails(url, email, 4)
}

const tagsOf = (html: string): string[] =>
  (html.match(/<[a-z!/][^>]*>/gi) ?? []).map((tag) => tag.replace(/ (href|lang|dir)="[^"]*"/g, ''))

for (const engine of engines) {
  test(`names of apps and people are text in every mail, whatever they look like (attack 72), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const plain = await mailsOf(house, 'plain@example.com', 'en', 'Plain')
    const shape = plain.map(({ html }) => tagsOf(html))
    assert.deepEqual(
      plain.map(({ kind }) => kind),
      ['password-changed', 'new-password', 'reset-link', 'activation-link'],
    )
    for (const [i, name] of names.entries()) {
      await applyFile(house.at, { apps: [{ id: 'chophanphoi', name }] })
      const language = languages[i % languages.length] ?? 'en'
      const mails = await mailsOf(house, `p${i}@example.com`, language, `${name} ${language}`)
      for (const [j, mail] of mails.entries()) {
        assert.deepEqual(tagsOf(mail.html), shape[j], `${mail.kind} named ${name}`)
        assert.doesNotMatch(mail.subject, /[\r\n<>]/)
        assert.deepEqual(linesOfHtml(mail.html), linesOfText(mail.text), `${mail.kind} named ${name}`)
        const strangers = urlsOf(`${mail.subject} ${mail.text} ${mail.html}`).filter(
          (one) => !one.startsWith(house.url),
        )
        assert.deepEqual(strangers, [], `${mail.kind} named ${name}`)
      }
    }
  })

  test(`nothing in a name is filled in: templates stay as they were written (attack 72), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const name = names[1] ?? ''
    await applyFile(house.at, { apps: [{ id: 'chophanphoi', name }] })
    const mail = (await mailsOf(house, 'a@example.com', 'en', 'A')).at(-1)
    const kept = name.replace(/[<>]/g, '')
    assert.ok(mail?.subject.includes(kept), `the subject: ${mail?.subject}`)
    assert.ok(mail?.text.includes(kept), `the text: ${mail?.text}`)
    await applyFile(house.at, { apps: [{ id: 'chophanphoi', name: names[2] }] })
    const [other] = await mailsOf(house, 'b@example.com', 'fa', 'B')
    assert.ok(other?.text.includes(names[2] ?? ''), `the text: ${other?.text}`)
  })

  test(`pages show names as text (attack 72), on ${engine}`, async (t) => {
    const house = await startHouse(t, engine)
    const name = names[0] ?? ''
    await applyFile(house.at, { apps: [{ id: 'chophanphoi', name }] })
    await mailsOf(house, 'a@example.com', 'vi', name)
    const fields = { User_Email: 'a@example.com', User_Password: 'another long phrase' }
    const pages = [
      await fetch(`${house.url}/dev/inbox`),
      await fetch(`${house.url}/dev/site/log-in`, { method: 'POST', body: new URLSearchParams(fields) }),
      await fetch(`${house.url}/dev/site/activate?User_ID=${encodeURIComponent(name)}&User_EmailActiveCode="><b>`),
    ]
    for (const page of pages) {
      assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
      assert.doesNotMatch(await page.text(), /<b>|<script/)
    }
    assert.deepEqual(
      pages.map(({ status }) => status),
      [200, 200, 200],
    )
  })
}

test('an app’s name with a line end stays one line of a header (attack 72)', async (t) => {
  const house = await startHouse(t, 'sqlite')
  await applyFile(house.at, { apps: [{ id: 'chophanphoi', name: 'A\r\nBcc: victim@example.com\r\n\r\n<b>' }] })
  const mails = await mailsOf(house, 'a@example.com', 'en', 'A')
  for (const { subject } of mails) assert.doesNotMatch(subject, /[\p{Cc}\u2028\u2029]/u)
})
