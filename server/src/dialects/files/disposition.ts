/**
 * Has browsers save a file under its name instead of showing it (RFC 6266): the name in ASCII for old ones, and whole
 * (RFC 8187) for all others.
 */
export function dispositionOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%]/g, '_')
  const coded = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain.startsWith('.') ? `file${plain}` : plain}"; filename*=UTF-8''${coded}`
}
