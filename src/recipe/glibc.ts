import type { DynamicLinks } from './dynamic-links.ts'

/** What glibc marks with a name instead of its version: symbols of libc6 in Debian. */
const ABI_MARKS: Readonly<Record<string, string>> = {
  GLIBC_ABI_DT_RELR: '2.36',
  GLIBC_ABI_GNU_TLS: '2.42',
  GLIBC_ABI_GNU2_TLS: '2.42',
  GLIBC_ABI_DT_X86_64_PLT: '2.42',
}
const VERSION = /^GLIBC_(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,2})$/

/**
 * The oldest glibc that has every version of a symbol that a file needs: `2.34`.
 *
 * @returns undefined where it needs no version of glibc
 */
export function glibcNeeded({ versionNeeds }: DynamicLinks): string | undefined {
  const versions = versionNeeds
    .filter(({ isWeak }) => !isWeak)
    .map(({ version }) => ABI_MARKS[version] ?? VERSION.exec(version)?.groups?.['version'])
  return newestOf(versions)
}

/** The last of versions of numbers and dots; undefined where there is none. */
export function newestOf(versions: readonly (string | undefined)[]): string | undefined {
  return versions
    .filter((version) => version !== undefined)
    .toSorted(compareNumbers)
    .at(-1)
}

/** Which of two versions of numbers and dots is the newer one, for `sort`. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]]
  const at = left.findIndex((part, index) => part !== right[index])
  if (at < 0) return left.length - right.length
  return (left[at] ?? 0) - (right[at] ?? -1)
}
