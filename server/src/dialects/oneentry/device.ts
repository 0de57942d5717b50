import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import type { Asked } from '../../http/index.ts'
import { type DeviceFacts, refuse } from '../../kernel/index.ts'

const Text = Type.Optional(Type.String({ maxLength: 500 }))
const Metadata = Type.Object({
  fingerprint: Type.String({ maxLength: 500 }),
  deviceInfo: Type.Object({ os: Text, browser: Text, location: Text }),
})

/**
 * What the client says of its device in `x-device-metadata`. Older clients say nothing, and are told by the browser's own
 * words (contracts/oneentry.md, Decisions).
 *
 * @throws `input.invalid` for what is no JSON, a fingerprint that is no text, a `deviceInfo` that is no object
 */
export function readDevice(asked: Asked): DeviceFacts {
  const text = asked.header('x-device-metadata')
  const agent = (asked.header('user-agent') ?? '').slice(0, 200)
  if (!text) return { fingerprint: undefined, os: '', browser: agent, location: '' }
  const value = parse(text)
  if (!Check(Metadata, value)) return refuse('input.invalid', { field: 'x-device-metadata', rule: 'type' })
  const { fingerprint, deviceInfo } = value
  return {
    fingerprint: clean(fingerprint),
    os: clean(deviceInfo.os),
    browser: clean(deviceInfo.browser) || agent,
    location: clean(deviceInfo.location),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** As a list may repeat it. */
const clean = (text = ''): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029\0]/gu, '')
    .toWellFormed()
    .slice(0, 200)
