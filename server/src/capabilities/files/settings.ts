import { Type } from 'typebox'
import { Budget, Count, setting, slice } from '../settings/index.ts'

const mebibyte = 1024 * 1024

export const fileSettings = slice('files', {
  mostBytes: setting(Count(1024 * mebibyte), 20 * mebibyte, 'Bytes one file may have; a field may ask for less'),
  types: setting(
    Type.Array(Type.String({ pattern: '^([a-z]+|\\*)/(\\*|[a-z0-9.+-]+)$', maxLength: 100 }), { maxItems: 100 }),
    [
      'image/*',
      'application/pdf',
      'text/plain',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.oasis.opendocument.text',
    ],
    'Media types that are taken where a field names none, found in the bytes and not in the name; "*/*" for all',
  ),
  mostPixels: setting(
    Count(500_000_000),
    50_000_000,
    'Pixels one picture may have, all its frames together: decoding takes up to four bytes of memory for each',
  ),
  mostFrames: setting(Count(10_000), 200, 'Frames one moving picture may have'),
  unclaimedHours: setting(Count(24 * 365), 24, 'Hours after which an upload is removed that no form took'),
  perAddressDay: setting(Budget, { limit: 200, seconds: 86_400 }, 'Files one address may upload'),
  perAppDay: setting(Budget, { limit: 20_000, seconds: 86_400 }, 'Files that may be uploaded for one app'),
  mostBytesPerPerson: setting(
    Count(Number.MAX_SAFE_INTEGER),
    200 * mebibyte,
    'Bytes that all files of one person may have',
  ),
  mostBytesPerApp: setting(
    Count(Number.MAX_SAFE_INTEGER),
    20 * 1024 * mebibyte,
    'Bytes that all files of one app may have, those of its people among them',
  ),
})
