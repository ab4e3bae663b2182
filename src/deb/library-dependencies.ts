import type { Architecture } from '../recipe/architecture.ts'
import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { type DynamicLinks, isMusl, isMuslLibrary } from '../recipe/dynamic-links.ts'
import { glibcNeeded, newestOf } from '../recipe/glibc.ts'
import { packagesOf } from './libraries.ts'
import { libraryVersion } from './library-versions.ts'

/** What the files of a package need of other packages of Debian. */
export interface LibraryDependencies {
  /** As `Depends` has them: `libc6 (>= 2.34)`, `libssl3t64 (>= 3.0.0) | libssl3 (>= 3.0.0)`. */
  readonly depends: readonly string[]
  /** Libraries whose package is not known here, and which file needs each. */
  readonly unknown: readonly { readonly soname: string; readonly path: string }[]
}

const GLIBC = 'libc6'
/** Debian and Ubuntu have musl's dynamic linker, which is its C library too, in this. */
const MUSL = 'musl'

/** A library that a file needs. */
interface Need {
  readonly soname: string
  readonly path: string
  readonly packages: readonly string[] | undefined
  readonly version: string | undefined
}

/**
 * Finds the packages of the libraries that programs and libraries of a package need, as dpkg-shlibdeps does from the
 * installed ones. What the package brings itself, and what is for another architecture, needs nothing.
 */
export function libraryDependencies({
  arch,
  entries,
}: Pick<PackageDescription, 'arch' | 'entries'>): LibraryDependencies {
  const own = ownLibraries(entries)
  const needs = entries.flatMap((entry) => needsOf(entry, arch)).filter(({ soname }) => !own.has(soname))
  const known = needs.filter(
    (need): need is Need & { packages: readonly string[] } => need.packages !== undefined,
  )
  const byPackages = Map.groupBy(known, ({ packages }) => packages.join(' | '))
  const unknown = needs.filter(({ packages }) => packages === undefined)
  return {
    depends: [...byPackages.values()].map(dependency).toSorted(),
    unknown: [...new Map(unknown.map(({ soname, path }) => [soname, { soname, path }])).values()],
  }
}

function needsOf(entry: PackagedEntry, arch: Architecture): readonly Need[] {
  if (entry.type !== 'file' || entry.links?.architectures.includes(arch) !== true) return []
  const { path, links } = entry
  const needs = links.needed.map((soname) => ({ soname, path, ...providerOf(soname, links) }))
  if (links.interpreter === undefined || links.kind === 'library') return needs
  // The dynamic linker itself; of a program that needs nothing else too.
  const loader = isMusl(links) ? muslLoader : { packages: [GLIBC], version: glibcNeeded(links) }
  return [...needs, { soname: links.interpreter, path, ...loader }]
}

const muslLoader = { packages: [MUSL], version: undefined }

function providerOf(soname: string, links: DynamicLinks): Pick<Need, 'packages' | 'version'> {
  const packages = packagesOf(soname)
  // Debian's libraries are for glibc.
  if (isMusl(links)) return isMuslLibrary(soname) ? muslLoader : { packages: undefined, version: undefined }
  const version = packages?.includes(GLIBC) === true ? glibcNeeded(links) : libraryVersion(soname, links)
  return { packages, version }
}

/** Under what names, or as what dynamic linker, the package's own files and links can be found. */
function ownLibraries(entries: readonly PackagedEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap((entry) => {
      if (entry.type === 'directory') return []
      const names = [entry.path, entry.path.slice(entry.path.lastIndexOf('/') + 1)]
      return entry.type === 'file' && entry.links?.soname !== undefined
        ? [...names, entry.links.soname]
        : names
    }),
  )
}

function dependency(needs: readonly (Need & { readonly packages: readonly string[] })[]): string {
  const version = newestOf(needs.map((need) => need.version))
  const suffix = version === undefined ? '' : ` (>= ${version})`
  return (needs[0]?.packages ?? []).map((name) => `${name}${suffix}`).join(' | ')
}
