import type { DynamicLinks } from '../recipe/dynamic-links.ts'
import type { PackagedEntry } from '../recipe/description.ts'
import type { Dependency } from './dependency.ts'
import { isExecutable } from './file.ts'
import { SENSE } from './flags.ts'

/** What rpmbuild would find in the files of a package. */
export interface ElfDependencies {
  readonly provides: readonly Dependency[]
  readonly requires: readonly Dependency[]
}

/** What a name in a dependency may be of; a stranger soname could pass for another dependency. */
const SONAME = /^[A-Za-z0-9_][A-Za-z0-9_.+@~-]*$/
const VERSION = /^[^\s()<>=|,\p{Cc}]+$/u

/**
 * The dependencies that rpmbuild generates of programs and libraries: `libc.so.6(GLIBC_2.34)(64bit)`,
 * `rtld(GNU_HASH)`; tools/elfdeps.c of rpm. It looks at files with an execute bit alone, and so does this; a library that
 * the package brings itself and does not provide, such as one in a folder of its own, is not required of others.
 */
export function elfDependencies(entries: readonly PackagedEntry[]): ElfDependencies {
  const files = entries.flatMap((entry) =>
    entry.type === 'file' && entry.links !== undefined ? [{ ...entry, links: entry.links }] : [],
  )
  const seen = files.filter(isExecutable)
  const provided = new Set(seen.flatMap(({ path, links }) => providedBy(links, path)))
  const hidden = new Set(ownLibraries(entries)).difference(new Set([...provided].map(sonameOf)))
  const required = new Set(seen.flatMap(({ links }) => requiredBy(links)))
  return {
    provides: [...provided].map((name) => ({ name, flags: SENSE.FIND_PROVIDES, version: '' })),
    requires: [...required]
      .filter((name) => !hidden.has(sonameOf(name)))
      .map((name) => ({ name, flags: SENSE.FIND_REQUIRES, version: '' })),
  }
}

/** Under what names the package's own files and links can be found as libraries, whether or not they were read. */
function ownLibraries(entries: readonly PackagedEntry[]): readonly string[] {
  return entries.flatMap((entry) => {
    if (entry.type === 'directory') return []
    const names = [entry.path.slice(entry.path.lastIndexOf('/') + 1)]
    if (entry.type === 'file' && entry.links?.soname !== undefined) names.push(entry.links.soname)
    return names.filter(isSoname)
  })
}

/** `libc.so.6` of `libc.so.6(GLIBC_2.34)(64bit)`. */
function sonameOf(name: string): string {
  return name.replace(/\(.*$/s, '')
}

function requiredBy(links: DynamicLinks): readonly string[] {
  const libraries = links.needed.map((soname) => ({ soname, version: '' }))
  const versions = links.versionNeeds.map(({ library, version }) => ({ soname: library, version }))
  return [
    ...named([...libraries, ...versions], links),
    ...(links.hashTables.gnu && !links.hashTables.sysv ? ['rtld(GNU_HASH)'] : []),
  ]
}

/** A library without a soname is found by the name of its file. */
function providedBy(links: DynamicLinks, path: string): readonly string[] {
  const soname = links.soname ?? path.slice(path.lastIndexOf('/') + 1)
  const own = links.kind === 'library' && !links.hasDebugTag ? [{ soname, version: '' }] : []
  const versions = links.versionDefinitions.map(({ library, version }) => ({ soname: library, version }))
  return named([...own, ...versions], links)
}

function named(
  symbols: readonly { readonly soname: string; readonly version: string }[],
  { is64Bit }: DynamicLinks,
): readonly string[] {
  return symbols
    .filter(({ soname, version }) => isSoname(soname) && (version === '' || VERSION.test(version)))
    .map(({ soname, version }) => {
      if (is64Bit) return `${soname}(${version})(64bit)`
      return version === '' ? soname : `${soname}(${version})`
    })
}

/** `skipSoname` of elfdeps: what is linked by another name is a plugin, or a path. */
function isSoname(soname: string): boolean {
  return SONAME.test(soname) && soname.includes('.so') && /^(?:lib|ld[-.]|ld64[-.])/.test(soname)
}
