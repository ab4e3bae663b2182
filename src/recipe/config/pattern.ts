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
    const [whole, inner] = /\{([^{}]*)\}/.exec(next) ?? []
    if (whole === undefined || inner === undefined) done.push(next)
    else for (const choice of inner.split(',')) open.push(next.replace(whole, () => choice))
    if (done.length + open.length > LIMITS.globAlternatives)
      throw new PublishError('LIMIT', `the braces of ${JSON.stringify(pattern)} stand for too many patterns`)
  }
  return done.reverse()
}

/**
 * Whether a pattern without braces matches a path: `*` and `?` stand for anything but a slash, `**` for anything, `[a-z]`
 * and `[!a-z]` for one character, a backslash takes away what the next character means.
 */
export function matcher(pattern: string): (path: string) => boolean {
  const expression = compiled(pattern)
  return (path) => expression.test(path)
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(`^${translated(pattern)}$`, 'su')
  } catch (cause) {
    // [z-a]
    throw new PublishError('INPUT', `${JSON.stringify(pattern)} is no pattern: its ranges run backwards`, {
      cause,
    })
  }
}

const PARTS = /\*\*\/|\*\*|\*|\?|\[!?\]?[^\]]*\]|\\?[\s\S]/gu

function translated(pattern: string): string {
  return [...pattern.replace(/\*{3,}/g, '**').matchAll(PARTS)].map(([part]) => partOf(part)).join('')
}

function partOf(part: string): string {
  if (part === '**/') return '(?:.*/)?'
  if (part === '**') return '.*'
  if (part === '*') return '[^/]*'
  if (part === '?') return '[^/]'
  if (part.length > 2 && part.startsWith('[')) return classOf(part.slice(1, -1))
  return (part.startsWith('\\') && part.length > 1 ? part.slice(1) : part).replace(
    /[\\^$.*+?()[\]{}|/]/,
    '\\$&',
  )
}

function classOf(inner: string): string {
  const isNegated = inner.startsWith('!')
  const members = (isNegated ? inner.slice(1) : inner).replace(/[\\\]^[]/g, '\\$&')
  return `(?!/)[${isNegated ? '^' : ''}${members}]`
}
