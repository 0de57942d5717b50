import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeHtml, sayProblem } from '../../src/views/index.ts'

const harmless: readonly [string, string][] = [
  ['<p>This is <b>me</b></p>', '<p>This is <b>me</b></p>'],
  ['<script>alert(1)</script>after', 'after'],
  ['<img src=x onerror=alert(1)>', ''],
  ['<p onclick="alert(1)" style="color:red">a</p>', '<p>a</p>'],
  ['<a href="javascript:alert(1)">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'],
  ['<a href="https://example.com/">a</a>', '<a href="https://example.com/" rel="nofollow noopener noreferrer">a</a>'],
  ['<a href="//evil.example/">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'],
  ['<svg><script>alert(1)</script></svg><style>*{}</style><iframe src="/"></iframe>', ''],
  ['<p>سلام <bdi dir="rtl">دنیا</bdi></p>', '<p>سلام <bdi dir="rtl">دنیا</bdi></p>'],
  ['<form action="/x"><input name="a">b</form>', 'b'],
]

test('markup that somebody wrote is harmless where it is shown (attack 72)', async () => {
  for (const [written, shown] of harmless) assert.equal(await safeHtml(written), shown, written)
})

test('a problem of one field is a sentence in the reader’s language', () => {
  assert.equal(sayProblem('en', { field: 'iban', rule: 'missing' }, 'Account'), 'Account is missing.')
  assert.match(sayProblem('fa', { field: 'iban', rule: 'iban' }), /iban/)
})
