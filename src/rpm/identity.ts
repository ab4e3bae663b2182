import type { PackageDescription } from '../recipe/description.ts'
import { changelogTags } from './changelog.ts'
import type { Evr } from './evr.ts'
import { entryOf } from './header.ts'
import type { HeaderEntry } from './header.ts'
import type { Nvra } from './nevra.ts'
import { TAGS } from './tags.ts'

/** In place of what would tell builds apart. */
const BUILD_HOST = 'reproducible'
const GROUP = 'Unspecified'
/** The rpm whose packages ours are like; readers ask for nothing but that it is not ancient. */
const RPM_VERSION = '4.18.0'

/**
 * What the package is, who made it, and what changed.
 *
 * @param description whose texts are known to be such
 */
export function identityTags(description: PackageDescription, nvra: Nvra & Evr): readonly HeaderEntry[] {
  const { description: text, maintainer, homepage, license, timeSeconds, rpm = {} } = description
  const [first = '', ...rest] = text.trim().split('\n')
  const below = rest.join('\n').trim()
  return [
    entryOf(TAGS.HEADERI18NTABLE, ['C']),
    entryOf(TAGS.NAME, nvra.name),
    entryOf(TAGS.VERSION, nvra.version),
    entryOf(TAGS.RELEASE, nvra.release),
    ...(nvra.epoch === undefined ? [] : [entryOf(TAGS.EPOCH, [nvra.epoch])]),
    entryOf(TAGS.SUMMARY, (rpm.summary ?? first).trim()),
    entryOf(TAGS.DESCRIPTION, rpm.summary === undefined ? below || first.trim() : text.trim()),
    entryOf(TAGS.BUILDTIME, [timeSeconds]),
    entryOf(TAGS.BUILDHOST, rpm.buildHost ?? BUILD_HOST),
    ...(rpm.vendor === undefined ? [] : [entryOf(TAGS.VENDOR, rpm.vendor)]),
    entryOf(TAGS.LICENSE, license),
    entryOf(TAGS.PACKAGER, rpm.packager ?? maintainer),
    entryOf(TAGS.GROUP, rpm.group ?? GROUP),
    ...(homepage === undefined ? [] : [entryOf(TAGS.URL, homepage)]),
    entryOf(TAGS.OS, 'linux'),
    entryOf(TAGS.ARCH, nvra.arch),
    // Old rpms and tools take a package without it for a source package.
    entryOf(TAGS.SOURCERPM, `${nvra.name}-${nvra.version}-${nvra.release}.src.rpm`),
    entryOf(TAGS.RPMVERSION, RPM_VERSION),
    ...prefixTags(rpm.prefixes ?? []),
    ...changelogTags(description, nvra),
    entryOf(TAGS.ENCODING, 'utf-8'),
  ]
}

/** From where the package can be relocated: `rpm --prefix`, `rpm --relocate`. */
function prefixTags(prefixes: readonly string[]): readonly HeaderEntry[] {
  return prefixes.length === 0 ? [] : [entryOf(TAGS.PREFIXES, prefixes)]
}
