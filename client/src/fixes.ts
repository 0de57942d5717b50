/** What a developer does about an error: by its code, or else by its family. */
const fixes: Readonly<Record<string, string>> = {
  client: 'Correct the options that the client is created or called with, as the message names them.',
  'client.insecure-url': 'Use an https address; plain http is taken for loopback alone.',
  'client.no-client-id': 'Pass `clientId` to createClient: the id under which the app is registered.',
  'client.no-redirect-uri':
    'Pass `redirectUri`, one of the addresses that are registered for the app, letter by letter.',
  'client.no-storage': 'Choose another storage: this place has none of that name, or the person has switched it off.',
  'client.no-crypto': 'Serve the page over https (or from localhost), or pass `crypto`: WebCrypto is absent here.',
  'client.foreign-url': 'Name the origin in `apiOrigins` if your tokens may go there.',
  network: 'Check that the server runs and can be reached from here, and try again.',
  'network.failed':
    'Check the connection, the address of the server, and in browsers that the page’s origin is that of a registered redirect address.',
  'network.timeout': 'Try again later, or raise `timeoutMs` where answers rightly take longer.',
  'network.aborted': 'Nothing is to be done: your own signal ended the request.',
  answer: 'Check that the address is that of a Diwan server and that no proxy on the way answers in its stead.',
  'answer.wrong-issuer': 'Set `issuer` to what the server itself says: its PUBLIC_URL, letter by letter.',
  'sign-in': 'Begin the sign-in anew.',
  'sign-in.unknown-state':
    'Begin the sign-in anew, in this browser; an answer belongs to the tab that asked, and is taken once.',
  'sign-in.wrong-issuer': 'Begin anew, and tell the operator: the answer came from another server than was asked.',
  'sign-in.access_denied': 'The person declined. Offer the sign-in again, and do not insist.',
  'sign-in.login_required': 'Send the person to sign in without `prompt: "none"`.',
  'sign-in.consent_required': 'Send the person to sign in without `prompt: "none"`.',
  'sign-in.invalid_scope': 'Ask only for scopes that the app may have.',
  'id-token':
    'Begin the sign-in anew; if it happens again, tell the operator: the proof of who signed in does not hold.',
  'id-token.expired': 'Set the clock of this device right, or raise `clockToleranceSeconds`.',
  'id-token.from-the-future': 'Set the clock of this device right, or raise `clockToleranceSeconds`.',
  session: 'Send the person to sign in again.',
  'session.absent': 'Nobody is signed in: call signIn() first.',
  'session.revoked':
    'The session was ended elsewhere or its token was used twice; what was stored is removed. Sign in again.',
  'session.expired':
    'The access token is over and there is no refresh token. Sign in again, with the scope offline_access.',
  oauth: 'Compare the request with the registration of the app.',
  'oauth.invalid_client': 'Check the client id and the secret, and that the app is live.',
  'oauth.invalid_grant': 'Get a new code or token: this one is used, over, or not of this app.',
  'oauth.unauthorized_client': 'Ask the operator for the permission that this call needs.',
  'oauth.slow_down': 'Wait for as long as `retryAfterSeconds` says.',
  input: 'Correct the field that is named, by the rule that is named.',
  apps: 'Check the app’s token, key or secret, its permissions, and that it is live.',
  'apps.not-authenticated': 'Check the token, key or secret: it is wrong, absent or over.',
  'apps.not-permitted': 'Ask the operator for the permission that this call needs, or the person for the scope.',
  'apps.insecure-transport': 'Use https.',
  users: 'Let the person sign in instead, or use another address or number.',
  'users.contact-taken': 'There is an account for this address: let the person sign in instead.',
  'passwords.wrong':
    'Ask for login and password once more, and offer to recover the password or to activate the account.',
  passwords: 'Ask the person for another password.',
  verification: 'Ask the person for the newest code, or have another one sent.',
  'verification.too-soon': 'Wait for as long as `retryAfterSeconds` says; the code before stays good.',
  registration: 'Let the person sign in, or finish the activation.',
  guests: 'Check the number of the event and its list of guests.',
  invitations: 'Make a new invitation: this one is unknown, finished or over.',
  forms: 'Read the form again (Forms.getFormByMarker) and correct the fields in `fields`.',
  files: 'Choose another file: within the size, number and types that the field allows.',
  limits: 'Wait for as long as `retryAfterSeconds` says, then try again.',
  pages: 'Check the path and the identifiers: nothing is there.',
  server: 'Try again after `retryAfterSeconds`; if it stays, give the operator the value of `request`.',
}

/** Words for every code, also of servers that are newer than this library. */
export const fixOf = (code: string): string =>
  fixes[code] ?? fixes[code.split('.', 1)[0] ?? ''] ?? 'Read `cause`, which holds the answer as it came.'
