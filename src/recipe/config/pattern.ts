import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'

/** Whether a text is a pattern and not only a name. */
export function isPattern(text: string): boolean {
  return /[*?[\]{}]/.test(text)
}

/**
 * The patterns without braces that one stands for: `{a,b}` is `a` or `b`.
 *
 * @throws PublishError `LIMIT` where they are too many
 */
export function alternatives(pattern: string): readonly string[] {
  const done: string[] = []
  const open = [pattern]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [whole, inner = ''] = /\{([^{}]*)\}/.exec(next) ?? []
    if (whole === undefined) done.push(next)
    else for (const choice of inner.split(',')) open.push(next.replace(whole, () => choice))
    if (done.length + open.length > LIMITS.globAlternatives)
      throw new PublishError('LIMIT', `the braces of ${JSON.stringify(pattern)} stand for too many patterns`)
  }
  return done.reverse()
}

/**
 * Whether a pattern without braces matches a path: `*` and `?` stand for anything but a slash, `**` for anything, `[a-z]`
 * and `[!a-z]` for one character, a backslash takes away what the next character means. Each character is looked at
 * once: a regular expression would try again and again where a pattern has many stars.
 */
export function matcher(pattern: string): (path: string) => boolean {
  const steps = [...pattern.replace(/\*{3,}/g, '**').matchAll(PARTS)].map(([part]) => stepOf(part, pattern))
  return (path) => {
    let places = new Places(steps)
    places.enter(0)
    for (const character of path) {
      places = places.after(character)
      if (places.isEmpty) return false
    }
    return places.isAtEnd
  }
}

/** A part of a pattern. */
interface Step {
  readonly takes: (character: string) => boolean
  /** One character; any count of them; none, or as many as end in a slash. */
  readonly count: 'one' | 'any' | 'folders'
}

/** A bracket that closes nothing, as in `[]` and `[!]`, is itself: fnmatch(3). */
const PARTS = /\*\*\/|\*\*|\*|\?|\[(?:![\s\S]|[^!])[^\]]*\]|\\?[\s\S]/gu

function stepOf(part: string, pattern: string): Step {
  if (part === '**/') return { takes: () => true, count: 'folders' }
  if (part === '**') return { takes: () => true, count: 'any' }
  if (part === '*') return { takes: (character) => character !== '/', count: 'any' }
  if (part === '?') return { takes: (character) => character !== '/', count: 'one' }
  if (part.length > 1 && part.startsWith('[')) {
    const characters = classOf(part.slice(1, -1), pattern)
    return { takes: (character) => characters.test(character), count: 'one' }
  }
  const literal = part.startsWith('\\') && part.length > 1 ? part.slice(1) : part
  return { takes: (character) => character === literal, count: 'one' }
}

function classOf(inner: string, pattern: string): RegExp {
  const isNegated = inner.startsWith('!')
  const members = (isNegated ? inner.slice(1) : inner).replace(/[\\\]^[]/g, '\\$&')
  try {
    return new RegExp(`^(?!/)[${isNegated ? '^' : ''}${members}]$`, 'su')
  } catch (cause) {
    // [z-a]
    throw new PublishError('INPUT', `${JSON.stringify(pattern)} is no pattern: its ranges run backwards`, {
      cause,
    })
  }
}

/** Where in a pattern a path may be, as far as it has been read: each place but once. */
class Places {
  readonly #steps: readonly Step[]
  readonly #entered = new Set<number>()
  /** Within folders that `**` stands for, and not yet at their end. */
  readonly #inside = new Set<number>()

  constructor(steps: readonly Step[]) {
    this.#steps = steps
  }

  get isEmpty(): boolean {
    return this.#entered.size + this.#inside.size === 0
  }

  get isAtEnd(): boolean {
    return this.#entered.has(this.#steps.length)
  }

  /** What may take nothing is passed too. */
  enter(from: number): void {
    for (let place = from; !this.#entered.has(place); place += 1) {
      this.#entered.add(place)
      const { count = 'one' } = this.#steps[place] ?? {}
      if (count === 'one') return
    }
  }

  after(character: string): Places {
    const next = new Places(this.#steps)
    for (const place of this.#entered) this.#step(place, character, next)
    for (const place of this.#inside) this.#step(place, character, next)
    return next
  }

  #step(place: number, character: string, next: Places): void {
    const step = this.#steps[place]
    if (step?.takes(character) !== true) return
    if (step.count === 'any') next.enter(place)
    else if (step.count === 'one' || character === '/') next.enter(place + 1)
    if (step.count === 'folders') next.#inside.add(place)
  }
}
