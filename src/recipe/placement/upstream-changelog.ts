import type { KnownFile } from './kind.ts'

/** What tells of changes, the most likely first: where a project has several, the others are short or old. */
const NAMES: readonly RegExp[] = [/^change-?log(?:\.[a-z]+)?$/i, /^changes(?:\.[a-z]+)?$/i]

/**
 * Which file is the changelog of the program's makers: Debian Policy 12.7 has one name for it where the package has a
 * revision, and its own changelog another.
 *
 * @returns undefined where there is none
 */
export function upstreamChangelog(files: readonly KnownFile[]): KnownFile | undefined {
  const named = files.flatMap((known) =>
    known.file.kind === 'document' ? [{ known, name: known.file.name }] : [],
  )
  const sorted = named.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const found = NAMES.map((form) => sorted.find(({ name }) => form.test(name)))
  return found.find((it) => it !== undefined)?.known
}
