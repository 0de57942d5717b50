import { Check, Errors } from 'typebox/schema'
import { type CredentialKind, isOwnPath, isRedirectUrl, isWebUrl } from '../../capabilities/apps/index.ts'
import { findFormFault } from '../../capabilities/forms/index.ts'
import { findSettingProblem } from '../../capabilities/settings/index.ts'
import { asciiDomain, findEmail, hashToken } from '../../kernel/index.ts'
import { publishedHashes } from './published.ts'
import { type AppliedApp, AppliedFile } from './schema.ts'

/** What is wrong with an applied file or a command, in one line that names the place. */
export class OperatorError extends Error {}

/** Bits a secret needs outside development. */
const fewestBits = 128

/**
 * Reads and checks an applied file, whole: nothing of a file with a fault is applied.
 *
 * @param name how messages call the file
 * @throws OperatorError naming the key and its place
 */
export function readAppliedFile(name: string, text: string, mode: 'development' | 'production'): AppliedFile {
  const file = parseJson(name, text)
  if (!Check(AppliedFile, file)) throw new OperatorError(`${name}: ${describeProblem(file)}`)
  const problem = findSettingProblem(file.settings ?? {}) ?? findFault(file) ?? findUnsafe(file, mode)
  if (problem) throw new OperatorError(`${name}: ${problem}`)
  return file
}

function parseJson(name: string, text: string): unknown {
  const problem = findJsonProblem(text)
  if (problem === undefined) return JSON.parse(text)
  const position = /position (\d+)/.exec(problem)?.[1]
  const line = position === undefined ? findLine(text, problem) : text.slice(0, Number(position)).split('\n').length
  throw new OperatorError(`${name}: not JSON in line ${line}`)
}

function findJsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** Where the parser keeps the place to itself: the first line with which it says the same. */
function findLine(text: string, problem: string): number {
  const lines = text.split('\n')
  const same = problem.slice(0, 'Unexpected token'.length)
  const found = lines.findIndex((_, i) => findJsonProblem(`${lines.slice(0, i + 1).join('\n')}\n`)?.startsWith(same))
  return problem.startsWith('Unexpected end') || found < 0 ? lines.length : found + 1
}

/** `apps[0].redirectUrl: unknown key` */
function describeProblem(file: unknown): string {
  const errors = Errors(AppliedFile, file)[1]
  const error = errors.find((one) => one.keyword === 'additionalProperties') ?? errors[0]
  if (!error) return 'not an applied file'
  const place = error.instancePath
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
  if (error.keyword !== 'additionalProperties') return `${place || 'the file'}: ${error.message}`
  const key = (error.params as { additionalProperties: string[] }).additionalProperties[0]
  return `${place ? `${place}.` : ''}${key}: unknown key`
}

function findFault({ apps = [], forms = [], users = [] }: AppliedFile): string | undefined {
  for (const [i, form] of forms.entries()) {
    const fault = findFormFault(form)
    if (fault) return `forms[${i}].${fault}`
  }
  for (const [i, app] of apps.entries()) {
    for (const [j, domain] of (app.domains ?? []).entries()) {
      if (asciiDomain(domain) !== domain) return `apps[${i}].domains[${j}]: not a bare domain name in lower case`
    }
    for (const [j, token] of (app.tokens ?? []).entries()) {
      if (token.expiresAt && Number.isNaN(Date.parse(token.expiresAt)))
        return `apps[${i}].tokens[${j}].expiresAt: not a date`
    }
    const problem = findUrlFault(app)
    if (problem) return `apps[${i}].${problem}`
    if (app.owner && !findEmail(app.owner)) return `apps[${i}].owner: not an e-mail address`
  }
  const wrong = users.findIndex((user) => !findEmail(user.email))
  return wrong < 0 ? undefined : `users[${wrong}].email: not an e-mail address`
}

/** The addresses of an app that cannot be registered (attack 43). */
function findUrlFault(app: AppliedApp): string | undefined {
  const redirect = (app.redirectUrls ?? []).findIndex((one) => !isRedirectUrl(one) && !isOwnPath(one))
  if (redirect >= 0)
    return `redirectUrls[${redirect}]: not an exact https address, nor one of loopback or an app’s own scheme`
  const returning = (app.returnUrls ?? []).findIndex((one) => !isWebUrl(one) && !isOwnPath(one))
  if (returning >= 0) return `returnUrls[${returning}]: not an exact https address, nor one of loopback`
  const single = (['logo', 'backchannelLogoutUrl'] as const).find((name) => app[name] && !isWebUrl(app[name]))
  return single && `${single}: not an exact https address, nor one of loopback`
}

function findUnsafe({ apps = [], users = [] }: AppliedFile, mode: 'development' | 'production'): string | undefined {
  if (mode === 'development') return undefined
  if (users.length > 0) return 'users: accepted in development only'
  for (const [i, app] of apps.entries()) {
    for (const { place, secret } of secretsOf(app)) {
      if (publishedHashes.has(hashToken(secret)))
        return `apps[${i}].${place}: a secret that is published with the source`
      if (bitsOf(secret) < fewestBits) return `apps[${i}].${place}: a secret of fewer than ${fewestBits} bits`
    }
  }
  return undefined
}

/** Every secret that an applied app carries, with its place. A site key is public, and no secret. */
export function secretsOf(
  app: NonNullable<AppliedFile['apps']>[number],
): { kind: CredentialKind; place: string; secret: string }[] {
  const plain = (kind: CredentialKind, name: string, secrets: string[] = []) =>
    secrets.map((secret, i) => ({ kind, place: `${name}[${i}]`, secret }))
  return [
    ...plain('client-secret', 'clientSecrets', app.clientSecrets),
    ...plain('portal-key', 'portalKeys', app.portalKeys),
    ...(app.tokens ?? []).map(({ token }, i) => ({
      kind: 'token' as const,
      place: `tokens[${i}].token`,
      secret: token,
    })),
  ]
}

/** At most how many bits a text of these characters can hold; repeated characters count once. */
function bitsOf(secret: string): number {
  const alphabet = /^\d+$/.test(secret) ? Math.log2(10) : /^[0-9a-f]+$/i.test(secret) ? 4 : 6
  return new Set(secret).size < 8 ? 0 : secret.length * alphabet
}
