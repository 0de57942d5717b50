import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smsChannel } from '../../src/adapters/channels/sms/channel.ts'
import { presets } from '../../src/adapters/channels/sms/presets.ts'
import { readGateways } from '../../src/adapters/channels/sms/read-gateways.ts'
import { createOutgoing } from '../../src/adapters/outgoing.ts'
import { createKeyring, type Delivery, Undeliverable } from '../../src/kernel/index.ts'
import { type GatewayServer, type Received, type Said, startGatewayServer } from '../kit/gateway-server.ts'

const now = Date.UTC(2026, 10, 25)
const at = {
  clock: { now: () => now },
  keyring: createKeyring(['a root of the tests’ own'], { bytes: (count: number) => Buffer.alloc(count) }),
  publicUrl: 'https://id.example.com',
}

const delivery: Delivery = {
  idempotencyKey: '0198a3c2-7e1f-7abc-8def-000000000001',
  to: '+989140000000',
  kind: 'code',
  language: 'fa',
  subject: '',
  text: 'کد شما: 482913\n\n@id.example.com #482913',
  spoken: 'کد شما این است: ۴، ۸، ۲، ۹، ۱، ۳',
  code: '482913',
  attempt: 1,
  expiresAt: now + 120_000,
}

/** A way to the gateways of `smsUrl`, where SERVER stands for the local one. */
function channelTo(server: GatewayServer, smsUrl: string) {
  const ownHosts = new Set(['127.0.0.1'])
  return smsChannel(at, readGateways(smsUrl.replaceAll('SERVER', server.url)), createOutgoing({ ownHosts }))
}

const send = (server: GatewayServer, smsUrl: string, wish: Partial<Delivery> = {}) =>
  channelTo(server, smsUrl).deliver({ ...delivery, ...wish }, AbortSignal.timeout(5000))

interface Fixture {
  smsUrl: string
  /** What the document says of the request. */
  asked: (request: Received) => void
  success: Said
  reference: string | undefined
  failures: { said: Said; code: string; final?: boolean }[]
}

/** Answers are spelled as in the gateway's own document, which the preset names. */
const fixtures: Record<string, Fixture> = {
  // https://kavenegar.com/rest.html, and the sample at https://github.com/kavenegar/kavenegar-node#readme
  kavenegar: {
    smsUrl: 'kavenegar://a%2Fkey@10004346?url=SERVER',
    asked({ method, path, form, headers }) {
      assert.deepEqual([method, path], ['POST', '/v1/a%2Fkey/sms/send.json'])
      assert.match(headers['content-type'] ?? '', /^application\/x-www-form-urlencoded/)
      const { localid, ...rest } = form
      assert.deepEqual(rest, { receptor: '09140000000', message: delivery.text, sender: '10004346' })
      assert.match(localid ?? '', /^\d{1,19}$/)
    },
    success: {
      status: 200,
      body: {
        return: { status: 200, message: 'تایید شد' },
        entries: [
          {
            messageid: 8792343,
            message: 'خدمات پیام کوتاه کاوه نگار',
            status: 1,
            statustext: 'در صف ارسال',
            sender: '10004346',
            receptor: '09140000000',
            date: 1356619709,
            cost: 120,
          },
        ],
      },
    },
    reference: '8792343',
    failures: [
      {
        said: { status: 411, body: { return: { status: 411, message: 'دریافت کننده نامعتبر است' }, entries: null } },
        code: 'kavenegar:411',
        final: true,
      },
      {
        said: { status: 418, body: { return: { status: 418, message: 'اعتبار حساب شما کافی نیست' }, entries: null } },
        code: 'kavenegar:418',
      },
    ],
  },
  // The same document names call/maketts; its answer is taken to be alike.
  'kavenegar-voice': {
    smsUrl: 'kavenegar-voice://key@10004346?url=SERVER',
    asked({ path, form }) {
      assert.equal(path, '/v1/key/call/maketts.json')
      assert.deepEqual([form.receptor, form.message], ['09140000000', delivery.spoken])
    },
    success: { status: 200, body: { return: { status: 200, message: 'تایید شد' }, entries: [{ messageid: 7 }] } },
    reference: '7',
    failures: [{ said: { status: 402, body: { return: { status: 402 } } }, code: 'kavenegar-voice:402' }],
  },
  // https://sms.ir/developer-web-service/rest-api/ (envelope, key, statuses); the fields of send/bulk and of its answer as in
  // the vendor's own client, https://github.com/IPeCompany/SmsPanelV2.DotNet (BulkSendRequest, SendResult)
  smsir: {
    smsUrl: 'smsir://key@30004505000017?url=SERVER',
    asked({ method, path, json, headers }) {
      assert.deepEqual([method, path, headers['x-api-key']], ['POST', '/v1/send/bulk', 'key'])
      assert.deepEqual(json, {
        lineNumber: 30004505000017,
        messageText: delivery.text,
        mobiles: ['09140000000'],
        sendDateTime: null,
      })
    },
    success: {
      status: 200,
      body: {
        status: 1,
        message: 'موفق',
        data: { packId: '86d96b0e-fd89-4c19-b303-c0b4d3874063', messageIds: [89545112], cost: 1.0 },
      },
    },
    reference: '89545112',
    failures: [
      {
        said: { status: 401, body: { status: 10, message: 'کلید وب سرویس نامعتبر است', data: null } },
        code: 'smsir:10',
      },
      {
        said: { status: 200, body: { status: 1, message: 'موفق', data: { messageIds: [null], cost: 0 } } },
        code: 'smsir:skipped',
      },
      { said: { status: 500, body: 'oops' }, code: 'smsir:HTTP500' },
    ],
  },
  // Experimental. Fields: https://github.com/Melipayamak/melipayamak-node; codes: https://www.melipayamak.com/api/sendsms/
  melipayamak: {
    smsUrl: 'melipayamak://user:pass%20word@50004001?url=SERVER',
    asked({ path, form }) {
      assert.equal(path, '/api/SendSMS/SendSMS')
      const own = { username: 'user', password: 'pass word', from: '50004001' }
      assert.deepEqual(form, { ...own, to: '09140000000', text: delivery.text, isFlash: 'false' })
    },
    success: { status: 200, body: { Value: '5243690627088685351', RetStatus: 1, StrRetStatus: 'Ok' } },
    reference: '5243690627088685351',
    failures: [
      {
        said: { status: 200, body: { Value: '0', RetStatus: 35, StrRetStatus: 'InvalidData' } },
        code: 'melipayamak:35',
      },
    ],
  },
  // https://ghasedak.me/docs (envelope, key); the fields as in the vendor's own client,
  // https://github.com/ghasedakapi/GhasedakSms.Core (SendSingleSmsInput, SendSingleResponse)
  ghasedak: {
    smsUrl: 'ghasedak://key@210002100?url=SERVER',
    asked({ path, json, headers }) {
      assert.deepEqual([path, headers.apikey], ['/rest/api/v1/WebService/SendSingleSMS', 'key'])
      assert.deepEqual(json, {
        lineNumber: '210002100',
        receptor: '09140000000',
        message: delivery.text,
        clientReferenceId: delivery.idempotencyKey,
        udh: false,
      })
    },
    success: {
      status: 200,
      body: {
        Data: {
          Receptor: '09140000000',
          LineNumber: '210002100',
          Cost: 1200,
          MessageId: '2366799',
          Message: 'text',
          SendDate: '2024-07-09T18:45:09',
        },
        IsSuccess: true,
        StatusCode: 200,
        Message: 'با موفقیت انجام شد',
      },
    },
    reference: '2366799',
    failures: [
      {
        said: { status: 200, body: { isSuccess: false, statusCode: 401, message: 'کلید نامعتبر است' } },
        code: 'ghasedak:401',
      },
    ],
  },
  // https://www.twilio.com/docs/messaging/api/message-resource, errors https://www.twilio.com/docs/usage/twilios-response
  twilio: {
    smsUrl: 'twilio://AC0123:token@+15005550006?url=SERVER',
    asked({ path, form, headers }) {
      assert.equal(path, '/2010-04-01/Accounts/AC0123/Messages.json')
      assert.equal(headers.authorization, `Basic ${Buffer.from('AC0123:token').toString('base64')}`)
      const { StatusCallback, ...rest } = form
      assert.match(StatusCallback ?? '', /^https:\/\/id\.example\.com\/hooks\/sms\/twilio\?key=[\w-]{43}$/)
      assert.deepEqual(rest, {
        To: '+989140000000',
        From: '+15005550006',
        Body: delivery.text,
        ValidityPeriod: '120',
      })
    },
    success: {
      status: 201,
      body: {
        account_sid: 'AC0123',
        body: 'text',
        direction: 'outbound-api',
        error_code: null,
        num_segments: '1',
        sid: 'SM29f4f980778e4621b72df75ac82f5000',
        status: 'queued',
      },
    },
    reference: 'SM29f4f980778e4621b72df75ac82f5000',
    failures: [
      {
        said: {
          status: 400,
          body: {
            code: 21211,
            message: 'The ‘To’ number is not a valid phone number.',
            more_info: 'https://www.twilio.com/docs/errors/21211',
            status: 400,
          },
        },
        code: 'twilio:21211',
        final: true,
      },
      { said: { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } }, code: 'twilio:20003' },
      { said: { status: 429, body: { code: 20429, message: 'Too Many Requests', status: 429 } }, code: 'twilio:20429' },
    ],
  },
  // https://developer.vonage.com/messaging/sms/guides/troubleshooting-sms (answer, statuses)
  vonage: {
    smsUrl: 'vonage://key:secret@Diwan?url=SERVER',
    asked({ path, form }) {
      assert.equal(path, '/sms/json')
      const { callback, ...rest } = form
      assert.match(callback ?? '', /^https:\/\/id\.example\.com\/hooks\/sms\/vonage\?key=/)
      assert.deepEqual(rest, {
        api_key: 'key',
        api_secret: 'secret',
        from: 'Diwan',
        to: '989140000000',
        text: delivery.text,
        type: 'unicode',
        ttl: '120000',
        'client-ref': delivery.idempotencyKey,
      })
    },
    success: {
      status: 200,
      body: {
        'message-count': '1',
        messages: [
          {
            to: '989140000000',
            'message-id': '0C000000217B7F02',
            status: '0',
            'remaining-balance': '15.53590000',
            'message-price': '0.03330000',
            network: '23410',
          },
        ],
      },
    },
    reference: '0C000000217B7F02',
    failures: [
      {
        said: {
          status: 200,
          body: { 'message-count': '1', messages: [{ status: '4', 'error-text': 'Bad Credentials' }] },
        },
        code: 'vonage:4',
      },
      {
        said: {
          status: 200,
          body: { 'message-count': '1', messages: [{ status: '7', 'error-text': 'Number barred' }] },
        },
        code: 'vonage:7',
        final: true,
      },
    ],
  },
}

for (const [name, { smsUrl, asked, success, reference, failures }] of Object.entries(fixtures)) {
  test(`${name} is asked as its document says, and its answers are read as success and failure`, async (t) => {
    const server = await startGatewayServer(t, success)
    assert.deepEqual(await send(server, smsUrl), { gateway: name, ...(reference && { reference }) })
    assert.equal(server.received.length, 1)
    asked(server.received[0] as Received)
    for (const { said, code, final = false } of failures) {
      server.say(said)
      await assert.rejects(send(server, smsUrl), (error: Error) => {
        assert.equal(error instanceof Undeliverable, final, code)
        assert.equal((final ? (error.cause as { code: string }) : (error as { code?: string })).code, code)
        return true
      })
    }
  })
}

test('every preset has its fixture, and names the document it is written from', () => {
  assert.deepEqual(Object.keys(fixtures).sort(), Object.keys(presets).sort())
  for (const { document } of Object.values(presets)) assert.match(document ?? '', /^https:\/\//)
})

test('Twilio’s messaging service sends in the place of a number', async (t) => {
  const server = await startGatewayServer(t, { status: 201, body: { sid: 'SM1' } })
  await send(server, 'twilio://AC0123:token@MG0123?url=SERVER')
  assert.deepEqual([server.received[0]?.form.MessagingServiceSid, server.received[0]?.form.From], ['MG0123', undefined])
})

test('a number abroad, and a text that needs no Unicode, are spelled as each gateway wants them', async (t) => {
  const server = await startGatewayServer(t, fixtures.kavenegar?.success)
  await send(server, 'kavenegar://key@1000?url=SERVER', { to: '+33612345678' })
  assert.equal(server.received[0]?.form.receptor, '0033612345678')
  server.say(fixtures.vonage?.success ?? 'hang')
  await send(server, 'vonage://key:secret@Diwan?url=SERVER', { text: "Valable 2 minutes, c'est à vous: 482913" })
  assert.equal(server.received[1]?.form.type, 'text')
})

test('a server of one’s own gets the message as JSON, with its token and a key under which it comes once', async (t) => {
  const server = await startGatewayServer(t, { status: 202, body: { id: 'x-1' } })
  const url = server.url.replace('http://', 'http://a%20token@')
  assert.deepEqual(await send(server, `${url}/send?team=7&name=own`), { gateway: 'own', reference: 'x-1' })
  const [{ path, query, headers, json }] = server.received as [Received]
  assert.deepEqual([path, String(query)], ['/send', 'team=7'])
  assert.deepEqual([headers.authorization, headers['idempotency-key']], ['Bearer a token', delivery.idempotencyKey])
  const { callback, ...rest } = json
  assert.match(String(callback), /^https:\/\/id\.example\.com\/hooks\/sms\/own\?key=/)
  assert.deepEqual(rest, {
    id: delivery.idempotencyKey,
    to: '+989140000000',
    kind: 'code',
    language: 'fa',
    text: delivery.text,
    expiresAt: new Date(delivery.expiresAt).toISOString(),
  })
  server.say({ status: 422, body: { code: 'number-refused' } })
  await assert.rejects(send(server, `${url}/send`), Undeliverable)
  server.say({ status: 503, body: 'sekret words of the gateway' })
  await assert.rejects(send(server, `${url}/send`), { name: 'GatewayRefusal', message: 'webhook:HTTP503' })
})

test('what a text says is never read as a template, and never leaves its place (attack 72)', async (t) => {
  const server = await startGatewayServer(t, fixtures.smsir?.success)
  const text = '{password}","mobiles":["+1"],{from:number}\r\nx: {to}&to=+1'
  await send(server, 'smsir://key@3000?url=SERVER', { text })
  assert.deepEqual([server.received[0]?.json.messageText, server.received[0]?.json.mobiles], [text, ['09140000000']])
  server.say(fixtures.vonage?.success ?? 'hang')
  await send(server, 'vonage://key:secret@Diwan?url=SERVER', { text })
  assert.deepEqual([server.received[1]?.form.text, server.received[1]?.form.to], [text, '989140000000'])
})
