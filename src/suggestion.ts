/** Letters that may differ in a slip of the pen. */
const SLIPS = 2

/** `; did you mean "depends"?` where one of the words known is near, else what is known. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = known
    .map((it) => ({ it, slips: distance(evened(word), evened(it)) }))
    .filter(({ slips, it }) => slips <= SLIPS && slips < it.length)
    .toSorted((left, right) => left.slips - right.slips)[0]
  return near === undefined ? `; known are ${known.join(', ')}` : `; did you mean ${JSON.stringify(near.it)}?`
}

/** Hyphens and underscores are one to those who write from memory. */
function evened(word: string): string {
  return word.toLowerCase().replaceAll('-', '_')
}

/** Levenshtein's: insertions, deletions and replacements; long words are far from all. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > SLIPS) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [position, letter] of left.split('').entries()) {
    const next = [position + 1]
    for (const [index, other] of right.split('').entries()) {
      const replaced = (row[index] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? 0
}
