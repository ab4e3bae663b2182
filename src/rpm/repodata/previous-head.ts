/**
 * A comment of our own: the ID of the head that this one replaced. It is signed with the rest, and tells heads that
 * were in force from copies of heads that never came to be. XML readers of all clients pass over comments.
 */
const COMMENT = /<!-- previous head: (\d{1,12}-[0-9a-f]{16}) -->\n/

/** The ID of the head before, as the head says; undefined where it says none. */
export function previousHead(repomd: string): string | undefined {
  return COMMENT.exec(repomd)?.[1]
}

/** The head with that ID at its end, in the place of what it said before. */
export function withPreviousHead(repomd: string, previous: string | undefined): string {
  const without = repomd.replace(COMMENT, '')
  if (previous === undefined) return without
  const end = without.lastIndexOf('</repomd>')
  return `${without.slice(0, end)}<!-- previous head: ${previous} -->\n${without.slice(end)}`
}
