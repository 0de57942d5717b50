import { hash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

// Draws server/src/capabilities/passwords/common.bin of lists of passwords, the most common first, one on a line:
//   node scripts/write-common-passwords.ts <count> <list.txt> …
// Of the first list `count` are taken, of every other all; the file has no passwords in it, but the first 48 bits of the
// SHA-256 of each in lower case, in order.

const [count = '0', ...paths] = process.argv.slice(2)
const wanted = new Set<string>()
for (const [i, path] of paths.entries()) {
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const word = line.trim().normalize('NFC').toLowerCase()
    if (i === 0 && wanted.size >= Number(count)) break
    if (word) wanted.add(word)
  }
}
const hashes = [...wanted].map((word) => hash('sha256', word, 'hex').slice(0, 12)).sort()
const target = new URL('../server/src/capabilities/passwords/common.bin', import.meta.url)
writeFileSync(target, Buffer.from(hashes.join(''), 'hex'))
process.stdout.write(`${hashes.length} passwords\n`)
