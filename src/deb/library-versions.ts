import type { DynamicLinks } from '../recipe/dynamic-links.ts'
import { newestOf } from '../recipe/glibc.ts'

/** Which gcc brought which version of symbols of libstdc++: its manual, "ABI Policy and Guidelines", and Debian. */
const GLIBCXX_GCC: readonly (readonly [symbols: number, gcc: string])[] = [
  [21, '5'],
  [22, '6'],
  [23, '7'],
  [25, '8'],
  [26, '9'],
  [28, '10'],
  [29, '11'],
  [30, '12'],
  [31, '13'],
  [32, '13.1'],
  [33, '14'],
  [34, '15'],
  [35, '16'],
]
const CXXABI_GCC: readonly (readonly [symbols: number, gcc: string])[] = [
  [9, '5'],
  [10, '6'],
  [11, '7'],
  [12, '9'],
  [13, '11'],
  [14, '13'],
  [15, '14'],
]

/**
 * The oldest version of a Debian package that has the versions of symbols which a file needs of its library; undefined
 * where they do not tell.
 */
export function libraryVersion(soname: string, links: DynamicLinks): string | undefined {
  const needs = links.versionNeeds.filter(({ library, isWeak }) => library === soname && !isWeak)
  return newestOf(needs.map(({ version }) => versionOf(soname, version)))
}

function versionOf(soname: string, version: string): string | undefined {
  const [, family = '', numbers = ''] = /^([A-Z]+)_([0-9]+(?:[._][0-9]+)*)$/.exec(version) ?? []
  if (soname === 'libstdc++.so.6') return gccOf(family, numbers)
  if (soname === 'libgcc_s.so.1' && family === 'GCC') return numbers.replace(/(?:\.0)+$/, '')
  // OPENSSL_3.0.0, and OPENSSL_1_1_1 before it.
  if (/^lib(?:ssl|crypto)\.so\./.test(soname) && family === 'OPENSSL') return numbers.replaceAll('_', '.')
  return undefined
}

function gccOf(family: string, numbers: string): string | undefined {
  const prefix = family === 'GLIBCXX' ? '3.4.' : '1.3.'
  const table = family === 'GLIBCXX' ? GLIBCXX_GCC : CXXABI_GCC
  if (!numbers.startsWith(prefix)) return undefined
  const symbols = Number(numbers.slice(prefix.length))
  return table.findLast(([since]) => since <= symbols)?.[1]
}
