import { mkdirSync, writeFileSync } from 'node:fs'
import { allSettings } from '../server/src/capabilities/settings/index.ts'
import { configReference } from '../server/src/config.ts'
// The composition root imports everything that declares settings, so that all of them are known here.
import { commandUsages } from '../server/src/server.ts'

const folder = new URL('../docs/reference/', import.meta.url)

/** Every generated page by its file's name, from the same definitions that the server obeys. */
export function drawReference(): Record<string, string> {
  return { 'settings.md': drawSettings(), 'commands.md': drawCommands() }
}

const head = (title: string, about: string): string =>
  `# ${title}\n\n<!-- Written by node scripts/write-reference.ts; a test fails when it is stale. -->\n\n${about}\n`

function drawSettings(): string {
  const variables = configReference().map(([name, about]) => [`\`${name}\``, about])
  const settings = allSettings().map(([name, { schema, initial, about }]) => [
    `\`${name}\``,
    `\`${JSON.stringify(initial)}\``,
    describe(schema),
    about,
  ])
  return `${head('Settings', 'What a server is told at its start, and what it keeps in its database.')}
## Environment

Read once, at the start; a value that cannot be used stops the server with one line that names the variable.

${table(['variable', 'meaning'], variables)}
## Stored settings

Changed by \`diwan apply\` with a file such as \`{ "settings": { "locale": "fa" } }\`; every running server follows within
two seconds. A setting that was never changed has its initial value.

${table(['setting', 'initially', 'value', 'meaning'], settings)}`
}

function drawCommands(): string {
  const own: [string, string][] = [
    ['start', 'serve'],
    ['migrate', 'bring the database’s schema up to date, and end'],
  ]
  const lines = [...own, ...commandUsages].map(
    ([usage, about]) => `    diwan ${usage.replace(/\n\s*/g, '\n      ')}\n\n${about}\n`,
  )
  const about =
    'Every command reads the same environment as the server, and may run beside it. It ends with 0, or says in one line what is wrong and ends with 1.'
  return `${head('Commands', about)}\n${lines.join('\n')}`
}

const table = (header: string[], rows: string[][]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('')

const cell = (text: string): string => text.replaceAll('|', '\\|')

interface Schema {
  type?: string
  enum?: unknown[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  properties?: Record<string, Schema>
  items?: Schema
}

/** A JSON schema as an operator reads it. */
function describe(schema: Schema): string {
  const { type, items, enum: choices, minimum, maximum, minLength, maxLength, pattern, properties } = schema
  if (items) return `a list of ${describe(items)}`
  if (choices) return choices.map((one) => `\`${JSON.stringify(one)}\``).join(', ')
  if (properties)
    return `\`{ ${Object.keys(properties)
      .map((name) => `"${name}": …`)
      .join(', ')} }\``
  if (type === 'boolean') return '`true`, `false`'
  if (type === 'integer') return `${minimum} to ${maximum}`
  if (pattern) return `text like \`${pattern}\``
  return `text of ${minLength} to ${maxLength} characters`
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(drawReference())) writeFileSync(new URL(name, folder), text)
}
