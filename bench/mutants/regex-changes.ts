/** One part of a pattern: a class or an escape is one, so that what is in it is not taken for an operator. */
const PARTS =
  /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|k<[^>]*>|c[A-Za-z]|[^])|\[\^?(?:\\[^]|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<[^>]*>)|\{\d+(?:,\d*)?\}|[^]/gu
const OPPOSITES: Readonly<Record<string, string>> = {
  d: 'D',
  D: 'd',
  w: 'W',
  W: 'w',
  s: 'S',
  S: 's',
  b: 'B',
  B: 'b',
  p: 'P',
  P: 'p',
}

/** Patterns that differ in one anchor, class, quantifier or look at what follows. */
export function regexChanges(pattern: string): readonly string[] {
  const parts = [...pattern.matchAll(PARTS)].map(([part]) => part)
  const changed = parts.flatMap((part, index) =>
    partChanges(part, parts[index - 1]).map((other) => parts.with(index, other).join('')),
  )
  return changed.filter(isPattern)
}

function partChanges(part: string, before: string | undefined): readonly string[] {
  if (part === '^' || part === '$') return ['']
  if (part === '(?=') return ['(?!']
  if (part === '(?!') return ['(?=']
  if (part === '(?<=') return ['(?<!']
  if (part === '(?<!') return ['(?<=']
  if (part.startsWith('[^')) return [`[${part.slice(2)}`]
  if (part.startsWith('[')) return [`[^${part.slice(1)}`]
  if (/^\\[dDwWsSbBpP]/.test(part)) return [`\\${OPPOSITES[part.charAt(1)]}${part.slice(2)}`]
  if (before === undefined || before === '(' || before === '|') return []
  if (part === '+' || part === '*') return ['']
  if (part === '?') return /^[+*?]$|^\{\d/.test(before) ? [] : ['']
  return bounds(part)
}

function bounds(part: string): readonly string[] {
  const [, least, , most] = /^\{(\d+)(,(\d*))?\}$/.exec(part) ?? []
  if (least === undefined) return []
  if (most === undefined) return [`{${Number(least) + 1}}`]
  const fewest = `{${Number(least) + 1},${most}}`
  return most === '' ? [fewest] : [fewest, `{${least},${Number(most) + 1}}`]
}

function isPattern(pattern: string): boolean {
  return ['u', ''].some((flags) => {
    try {
      return new RegExp(pattern, flags) instanceof RegExp
    } catch {
      return false
    }
  })
}
