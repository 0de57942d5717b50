import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../../../client/dist/', import.meta.url))

/** A page of an app that uses the built client from its own origin, and shows who is signed in. */
const draw = (issuer: string) => `<!doctype html>
<html lang="en"><title>App</title><link rel="icon" href="data:,">
<button>Sign in</button><output></output>
<script type="module">
import { createClient } from '/client/index.js'
const here = location.origin + '/'
const client = createClient({
  issuer: ${JSON.stringify(issuer)}, clientId: 'spa', redirectUri: here, postLogoutRedirectUri: here, storage: 'local',
})
window.client = client
const show = (session) => { document.querySelector('output').textContent = session ? 'in ' + session.subject : 'out' }
client.onSession(show)
document.querySelector('button').onclick = () => client.signIn({ returnTo: '/?cart=7' })
if (client.isSignInAnswer()) window.returnTo = (await client.finishSignIn()).returnTo
show(await client.session())
</script>`

/** Serves the page; answers its origin. The server’s address may come later than the page’s own, which is registered there. */
export async function servePage(test: TestContext, issuer: () => string): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page')
    if (!pathname.startsWith('/client/'))
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(draw(issuer()))
    const file = await readFile(join(dist, normalize(pathname.slice('/client'.length))))
    return response.writeHead(200, { 'content-type': 'text/javascript' }).end(file)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  test.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
