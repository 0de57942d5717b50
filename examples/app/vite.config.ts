import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

export default defineConfig({
  // Where the demo's app is registered to be.
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  // The client as it stands in this repository; an app of your own installs it from npm.
  resolve: { alias: { 'diwan-client': fileURLToPath(new URL('../../client/src/index.ts', import.meta.url)) } },
})
