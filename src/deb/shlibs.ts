import type { DebDetails, PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { debianVersion } from './debian-version.ts'

/** Where the dynamic linker looks for libraries of everybody. */
const PUBLIC = /^\/(?:usr\/)?lib\/(?:[a-z0-9_]+-linux-[a-z0-9]+\/)?[^/]+$/
/** `libhello.so.1`, and `libhello-1.2.so`; of what has no version, the format can say nothing: deb-shlibs(5). */
const SONAMES: readonly RegExp[] = [
  /^(?<library>\S+)\.so\.(?<version>\S+)$/,
  /^(?<library>\S+)-(?<version>[0-9]\S*)\.so$/,
]
/** Loaded by name, and linked with by nobody. */
const NAME_SERVICE = /^libnss_[^.]+\.so\.[0-9]+$/
const TRIGGER = 'ldconfig'

/**
 * The control file `shlibs`, by which packages that are built against the libraries of this one depend on it, as
 * dh_makeshlibs writes it: on this version at least. Empty where it has no library for others.
 */
export function shlibsFile(description: PackageDescription, tree: readonly PackagedEntry[]): string {
  const { name, release } = description
  const full = debianVersion(description)
  const upstream = release === undefined ? full : full.slice(0, full.lastIndexOf('-'))
  const lines = publicSonames(tree)
    .filter((soname) => !NAME_SERVICE.test(soname))
    .flatMap(partsOf)
    .map(({ library, version }) => `${library} ${version} ${name} (>= ${upstream})\n`)
  return [...new Set(lines)].sort().join('')
}

function partsOf(soname: string): readonly { readonly library: string; readonly version: string }[] {
  const groups = SONAMES.map((form) => form.exec(soname)?.groups).find((found) => found !== undefined)
  return groups === undefined ? [] : [{ library: groups['library'] ?? '', version: groups['version'] ?? '' }]
}

/** The description's triggers, and the one that tells ldconfig of new libraries: Debian Policy 8.1.1. */
export function librariesTriggered(
  triggers: DebDetails['triggers'] = {},
  tree: readonly PackagedEntry[],
): DebDetails['triggers'] {
  const { activate = [], 'activate-await': awaited = [], 'activate-noawait': noawait = [] } = triggers
  const isActivated = [...activate, ...awaited, ...noawait].includes(TRIGGER)
  if (isActivated || publicSonames(tree).length === 0) return triggers
  return { ...triggers, 'activate-noawait': [...noawait, TRIGGER] }
}

function publicSonames(tree: readonly PackagedEntry[]): readonly string[] {
  return tree.flatMap((entry) => {
    const soname = entry.type === 'file' && PUBLIC.test(entry.path) ? entry.links?.soname : undefined
    return soname === undefined ? [] : [soname]
  })
}
