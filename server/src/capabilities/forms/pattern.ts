/**
 * Regular expressions that a form's author may write and everybody's values are matched with: a value must not be able to
 * stop the server, whatever the author wrote (decision 0023). They are read into a Thompson automaton and walked state by
 * state, so the time is at most states × characters. Literals, `.`, classes, `\d \w \s \p{…}`, groups, `|`, `* + ? {m,n}`
 * and the anchors `^ $` are known; back references, look-around, `\b` and lazy marks are refused.
 */
export type Pattern = (text: string) => boolean

/** A pattern that is none, or none of ours. */
export class PatternError extends Error {}

type Node =
  | { kind: 'one'; test: (sign: string) => boolean }
  | { kind: 'start' | 'end' }
  | { kind: 'all' | 'any'; of: Node[] }
  | { kind: 'repeat'; of: Node; least: number; most: number }

interface State {
  readonly test?: (sign: string) => boolean
  readonly anchor?: 'start' | 'end'
  next: number[]
}

const mostStates = 2000
const mostRepeats = 500

/** @throws PatternError */
export function compilePattern(source: string): Pattern {
  const tree = new Reader(source).read()
  const states: State[] = []
  const add = (state: State): number => {
    if (states.length >= mostStates) throw new PatternError('too large')
    return states.push(state) - 1
  }
  const accept = add({ next: [] })
  const begin = build(tree, accept, add)
  return (text) => run(states, begin, accept, [...text])
}

/** The state from which `node` leads to `next`. */
function build(node: Node, next: number, add: (state: State) => number): number {
  switch (node.kind) {
    case 'one':
      return add({ test: node.test, next: [next] })
    case 'start':
    case 'end':
      return add({ anchor: node.kind, next: [next] })
    case 'all':
      return node.of.reduceRight((after, part) => build(part, after, add), next)
    case 'any':
      return add({ next: node.of.map((part) => build(part, next, add)) })
    case 'repeat':
      return buildRepeat(node, next, add)
  }
}

function buildRepeat({ of, least, most }: Node & { kind: 'repeat' }, next: number, add: (state: State) => number) {
  let after = next
  if (most === Number.POSITIVE_INFINITY) {
    const loop: State = { next: [next] }
    after = add(loop)
    loop.next = [build(of, after, add), next]
  } else {
    for (let i = least; i < most; i++) after = add({ next: [build(of, after, add), next] })
  }
  for (let i = 0; i < least; i++) after = build(of, after, add)
  return after
}

/** Whether some part of the text matches. */
function run(states: readonly State[], begin: number, accept: number, signs: readonly string[]): boolean {
  let live: number[] = []
  const seen = new Int32Array(states.length).fill(-1)
  const enter = (from: number, at: number, into: number[]): void => {
    const open = [from]
    while (open.length > 0) {
      const name = open.pop() as number
      const state = states[name] as State
      if (seen[name] === at) continue
      seen[name] = at
      if (state.anchor === 'start' && at !== 0) continue
      if (state.anchor === 'end' && at !== signs.length) continue
      if (state.test) into.push(name)
      else open.push(...state.next)
    }
  }
  for (let at = 0; ; at++) {
    enter(begin, at, live)
    if (seen[accept] === at) return true
    const sign = signs[at]
    if (sign === undefined) return false
    const next: number[] = []
    for (const name of live) {
      const state = states[name] as State
      if (state.test?.(sign)) enter(state.next[0] as number, at + 1, next)
    }
    live = next
  }
}

class Reader {
  readonly #signs: readonly string[]
  #at = 0
  constructor(source: string) {
    this.#signs = [...source]
  }

  read(): Node {
    const node = this.#any()
    if (this.#at < this.#signs.length) throw new PatternError('unexpected )')
    return node
  }

  #any(): Node {
    const of = [this.#all()]
    while (this.#take('|')) of.push(this.#all())
    return of.length === 1 ? (of[0] as Node) : { kind: 'any', of }
  }

  #all(): Node {
    const of: Node[] = []
    while (this.#at < this.#signs.length && !'|)'.includes(this.#signs[this.#at] as string)) of.push(this.#repeated())
    return { kind: 'all', of }
  }

  #repeated(): Node {
    const of = this.#atom()
    const bounds = this.#bounds()
    if (!bounds) return of
    if ('?*+'.includes(this.#signs[this.#at] ?? ' ')) throw new PatternError('repeated twice')
    if (of.kind === 'start' || of.kind === 'end') throw new PatternError('an anchor cannot be repeated')
    return { kind: 'repeat', of, ...bounds }
  }

  #bounds(): { least: number; most: number } | undefined {
    if (this.#take('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (this.#take('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    if (this.#take('?')) return { least: 0, most: 1 }
    if (!this.#take('{')) return undefined
    const [, least = '', comma, most] = /^(\d+)(,(\d*))?$/.exec(this.#until('}')) ?? []
    const [low, high] = [Number(least), comma ? (most ? Number(most) : Number.POSITIVE_INFINITY) : Number(least)]
    const finite = high === Number.POSITIVE_INFINITY ? low : high
    if (least === '' || low > high || finite > mostRepeats) throw new PatternError('a wrong repetition')
    return { least: low, most: high }
  }

  #atom(): Node {
    const sign = this.#signs[this.#at++] as string
    if (sign === '^') return { kind: 'start' }
    if (sign === '$') return { kind: 'end' }
    if (sign === '.') return { kind: 'one', test: (one) => one !== '\n' && one !== '\r' }
    if (sign === '(') return this.#group()
    if (sign === '[') return this.#class()
    if (sign === '\\') return this.#escape()
    if ('?*+{}]'.includes(sign)) throw new PatternError(`unexpected ${sign}`)
    return { kind: 'one', test: (one) => one === sign }
  }

  #group(): Node {
    if (this.#take('?') && !this.#take(':')) throw new PatternError('look-around and names are not known')
    const node = this.#any()
    if (!this.#take(')')) throw new PatternError('a group without end')
    return node
  }

  #class(): Node {
    let source = '['
    for (let sign = this.#next(); sign !== ']'; sign = this.#next())
      source += sign === '\\' ? sign + this.#next() : sign
    return one(`${source}]`)
  }

  #escape(): Node {
    const sign = this.#next()
    if (/[pP]/.test(sign) && this.#take('{')) return one(`\\${sign}{${this.#until('}')}}`)
    if (/[dDwWsSnrt]/.test(sign)) return one(`\\${sign}`)
    if (/[A-Za-z0-9]/.test(sign)) throw new PatternError(`\\${sign} is not known`)
    return { kind: 'one', test: (other) => other === sign }
  }

  #until(end: string): string {
    let text = ''
    for (let sign = this.#next(); sign !== end; sign = this.#next()) text += sign
    return text
  }

  #next(): string {
    const sign = this.#signs[this.#at++]
    if (sign === undefined) throw new PatternError('it ends too early')
    return sign
  }

  #take(sign: string): boolean {
    const there = this.#signs[this.#at] === sign
    if (there) this.#at++
    return there
  }
}

/** A single sign's class, by the engine's own word for it: matched with one character it cannot run away. */
function one(source: string): Node {
  let shape: RegExp
  try {
    shape = new RegExp(`^${source}$`, 'u')
  } catch {
    throw new PatternError(`${source} is no class of characters`)
  }
  const known = Array.from({ length: 128 }, (_, code) => shape.test(String.fromCharCode(code)))
  return { kind: 'one', test: (sign) => known[sign.codePointAt(0) ?? 0] ?? shape.test(sign) }
}
