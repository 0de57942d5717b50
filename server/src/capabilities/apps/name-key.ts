/**
 * What a name looks like, in one spelling: two names of one key can be taken for each other. Marks, spaces and case fall
 * away; letters that other scripts draw alike become one (after Unicode UTS #39, the part that our five languages meet).
 */
export function nameKey(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return [...plain]
    .map((one) => alike.get(one) ?? one)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}

/** Each line: the letter, and those that are drawn like it. */
const alike = new Map(
  [
    'aаα',
    'bвь',
    'cсϲ',
    'eеё',
    'hнһ',
    'iіι1lӏ|ı',
    'jј',
    'kкκ',
    'mм',
    'nпη',
    'oоο0٥۵هة',
    'pрρ',
    'sѕ',
    'tтτ',
    'uυ',
    'vν',
    'xхχ',
    'yуγ',
    'ddđ',
    'یيىئ',
    'کك',
    'اأإآٱ',
    'وؤ',
  ].flatMap(([first = '', ...others]) => others.map((one): [string, string] => [one, first])),
)

/** A name that can be read: no control, no direction marks, nothing but spaces, at most 80 characters. */
export const isAppName = (name: string): boolean =>
  name.length <= 80 && nameKey(name) !== '' && !/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(name)
