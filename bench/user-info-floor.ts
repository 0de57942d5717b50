import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import Fastify from 'fastify'

// The floor under `get_user_info`: a bare Fastify route that does the same two indexed reads on the same file, and
// answers with a person's columns as they stand.

async function start(path: string): Promise<{ url: string }> {
  const database = new DatabaseSync(path)
  const readToken = database.prepare(`SELECT user_id FROM tokens WHERE kind = 'AccessToken' AND hash = ?`)
  const readPerson = database.prepare(
    `SELECT users.*, contacts.value AS email FROM users JOIN contacts ON contacts.user_id = users.id
     WHERE users.id = ? AND contacts.kind = 'email'`,
  )
  const fastify = Fastify()
  fastify.get<{ Querystring: { access_token: string } }>('/api/get_user_info', async ({ query }) => {
    const hash = createHash('sha256').update(query.access_token).digest('base64url')
    const token = readToken.get(hash)
    return { user_info: readPerson.get(token?.user_id ?? null) }
  })
  return { url: await fastify.listen({ host: '127.0.0.1', port: 0 }) }
}

process.on('message', async ({ path }: { path: string }) => process.send?.(await start(path)))
