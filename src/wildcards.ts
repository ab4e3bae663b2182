/**
 * Whether a pattern matches all of a name: `*` stands for any characters, also none, `?` for one. It takes no more steps
 * than the product of both lengths; a regular expression of many `.*` would take exponentially many.
 */
export function matchesWildcards(pattern: string, name: string): boolean {
  let [inPattern, inName] = [0, 0]
  // Where the last star is, and up to where it stands for the name.
  let [star, covered] = [-1, 0]
  while (inName < name.length) {
    const expected = pattern[inPattern]
    if (expected === '*') {
      star = inPattern++
      covered = inName
    } else if (expected === '?' || expected === name[inName]) {
      inPattern += 1
      inName += 1
    } else if (star >= 0) {
      inPattern = star + 1
      inName = covered += 1
    } else return false
  }
  return /^\**$/.test(pattern.slice(inPattern))
}
