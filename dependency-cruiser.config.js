/**
 * The import rule of ARCHITECTURE.md. A capability may use those above it in this list, never those below.
 * Parsed by swc: with TypeScript 7 the compiler's own parser is not available to the tool, and it would read nothing.
 */
const capabilities = [
  'settings',
  'audit',
  'keys',
  'limits',
  'spending',
  'messages',
  'apps',
  'users',
  'devices',
  'sessions',
  'consents',
  'passwords',
  'verification',
  'files',
  'forms',
  'recovery',
  'registration',
  'invitations',
  'guests',
  'account',
  'journeys',
]
const inside = (name) => `^server/src/${name}/`
const ours = '^server/src/'

/** What a folder may import of ours besides itself; everything else is forbidden. */
const allowed = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: ours, pathNot: to },
})

export default {
  forbidden: [
    {
      name: 'the-client-imports-nothing-but-itself',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { pathNot: '^client/src/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...['http', 'kernel', 'views', 'migrations'].map((name) => ({
      name: `${name}-is-entered-through-its-index`,
      severity: 'error',
      from: { path: ours, pathNot: inside(name) },
      to: { path: `${inside(name)}(?!index\\.ts$)` },
    })),
    {
      name: 'capabilities-and-dialects-are-entered-through-their-index',
      severity: 'error',
      from: { path: '^server/src/(capabilities|dialects)/([^/]+)/' },
      to: { path: '^server/src/(capabilities|dialects)/[^/]+/(?!index\\.ts$)', pathNot: '^server/src/$1/$2/' },
    },
    {
      name: 'the-root-enters-through-an-index',
      severity: 'error',
      from: { path: '^server/src/[^/]+$|^server/src/http/' },
      to: { path: '^server/src/(capabilities|dialects)/[^/]+/(?!index\\.ts$)' },
    },
    allowed('kernel-imports-nothing-of-ours', inside('kernel'), [inside('kernel')]),
    allowed('views-import-kernel', inside('views'), [inside('views'), inside('kernel')]),
    allowed('migrations-import-nothing-of-ours', inside('migrations'), [inside('migrations')]),
    allowed('adapters-import-kernel', inside('adapters'), [inside('adapters'), inside('kernel'), inside('migrations')]),
    allowed('http-imports-kernel-and-apps', inside('http'), [
      inside('http'),
      inside('kernel'),
      inside('capabilities/apps'),
    ]),
    ...capabilities.map((name, i) =>
      allowed(`capability-${name}-uses-those-above-it`, inside(`capabilities/${name}`), [
        inside('kernel'),
        ...capabilities.slice(0, i + 1).map((one) => inside(`capabilities/${one}`)),
      ]),
    ),
    {
      name: 'every-capability-is-in-the-list',
      severity: 'error',
      from: { path: '^server/src/capabilities/', pathNot: capabilities.map((name) => inside(`capabilities/${name}`)) },
      to: {},
    },
    {
      name: 'dialects-import-http-views-capabilities-kernel',
      severity: 'error',
      from: { path: '^server/src/dialects/([^/]+)/' },
      to: {
        path: ours,
        pathNot: [
          inside('http'),
          inside('views'),
          inside('capabilities'),
          inside('kernel'),
          '^server/src/dialects/$1/',
        ],
      },
    },
    {
      name: 'nobody-imports-the-root',
      severity: 'error',
      from: { path: ours, pathNot: '^server/src/(main|command-line)\\.ts$' },
      to: { path: '^server/src/(server|command-line|main)\\.ts$' },
    },
    {
      name: 'the-command-knows-the-root-alone',
      severity: 'error',
      from: { path: '^server/src/(main|command-line)\\.ts$' },
      to: { path: ours, pathNot: '^server/src/((server|config|command-line)\\.ts$|kernel/)' },
    },
    {
      name: 'the-http-framework-is-known-in-http-alone',
      severity: 'error',
      from: { path: ours, pathNot: inside('http') },
      to: { path: 'node_modules/fastify' },
    },
    {
      name: 'engines-and-outside-services-are-adapters',
      severity: 'error',
      from: { path: ours, pathNot: inside('adapters') },
      to: { path: 'node_modules/(pg|nodemailer|pino|prom-client|@node-rs/argon2|sharp|flydrive|file-type|@aws-sdk)/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
