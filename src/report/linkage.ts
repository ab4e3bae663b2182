import { type LibraryDependencies, libraryDependencies } from '../deb/library-dependencies.ts'
import type { PackageDescription, PackagedFile } from '../recipe/description.ts'
import { type DynamicLinks, isMusl, isMuslLibrary } from '../recipe/dynamic-links.ts'
import { compareNumbers, glibcNeeded } from '../recipe/glibc.ts'
import { releaseOfChannel } from '../recipe/releases.ts'
import { foreignLoaders } from './foreign-loaders.ts'
import { leftOutLibraries } from './left-out-libraries.ts'

/** What its author should know of the libraries that a package needs. */
export interface LinkageFindings {
  /** Where it is published and cannot start. */
  readonly warnings: readonly string[]
  /** What apt will not install with it. */
  readonly notices: readonly string[]
}

interface Publication {
  /** What the artifacts hold besides, as messages name it. */
  readonly leftOut?: readonly string[]
  readonly formats: readonly ('deb' | 'rpm')[]
  readonly channels: readonly string[]
}

type LinkedFile = PackagedFile & { readonly links: DynamicLinks }

/** Compares what the programs of a package need with what is there where it is going to be installed. */
export function linkageFindings(
  description: PackageDescription,
  { formats, channels, leftOut = [] }: Publication,
): LinkageFindings {
  const files = description.entries.filter(
    (entry): entry is LinkedFile => entry.type === 'file' && entry.links !== undefined,
  )
  const unknown = libraryDependencies(description).unknown.filter(
    ({ soname }) => !description.depends.some((text) => text.includes(stemOf(soname))),
  )
  const lacking = leftOutLibraries(description, unknown, leftOut)
  const others = unknown.filter(({ soname }) => !lacking.some((it) => it.soname === soname))
  return {
    warnings: [
      ...channels.flatMap((channel) => newerGlibc(description, files, formats, channel)),
      ...muslPrograms(description, files, formats),
      ...foreignLoaders(description, files),
      ...lacking.map(({ warning }) => warning),
    ],
    notices: formats.includes('deb') ? unknownLibraries(description, files, others) : [],
  }
}

function newerGlibc(
  { name, arch }: PackageDescription,
  files: readonly LinkedFile[],
  formats: Publication['formats'],
  channel: string,
): readonly string[] {
  const release = releaseOfChannel(channel)
  if (release === undefined || !formats.includes(release.format)) return []
  const [worst] = files
    .map(({ path, links }) => ({ path, needed: glibcNeeded(links) ?? '0' }))
    .toSorted((a, b) => compareNumbers(b.needed, a.needed))
  if (worst === undefined || compareNumbers(worst.needed, release.glibc) <= 0) return []
  return [
    `${name} for ${arch}: ${worst.path} needs glibc ${worst.needed}, and the channel ${channel} is ${release.name}, ` +
      `which has glibc ${release.glibc}: it does not start there. Build it on ${release.name} or on what has an older ` +
      'glibc, or link it statically; or leave the channel out.',
  ]
}

function muslPrograms(
  { name, arch, depends }: PackageDescription,
  files: readonly LinkedFile[],
  formats: Publication['formats'],
): readonly string[] {
  const program = files.find(({ links }) => links.kind === 'executable' && isMusl(links))
  if (program === undefined || depends.some((text) => /^musl\b/.test(text))) return []
  const { interpreter, needed } = program.links
  const library = needed.find(isMuslLibrary)
  const consequences = [
    ...(formats.includes('deb')
      ? ['The .deb depends on the package musl, which Debian and Ubuntu have.']
      : []),
    ...(formats.includes('rpm') && library !== undefined
      ? [`The .rpm requires ${JSON.stringify(library)}, which hardly any distribution provides.`]
      : []),
  ]
  return [
    `${name} for ${arch}: ${program.path} is linked with musl and needs ${JSON.stringify(interpreter)}, which ` +
      `neither Debian nor Fedora has by default. ${consequences.join(' ')} Link it statically, or with glibc.`,
  ]
}

function unknownLibraries(
  { name, arch }: PackageDescription,
  files: readonly LinkedFile[],
  unknown: LibraryDependencies['unknown'],
): readonly string[] {
  const forMusl = new Set(files.filter(({ links }) => isMusl(links)).map(({ path }) => path))
  return unknown.map(({ soname, path }) => {
    const needs = `${name} for ${arch}: ${path} needs ${JSON.stringify(soname)}`
    if (forMusl.has(path)) return `${needs} for musl, which no package of Debian has: link it statically.`
    return (
      `${needs}, and which Debian package has it is not known here. Write that package in depends` +
      `${guessOf(soname)}, or link the library statically.`
    )
  })
}

function guessOf(soname: string): string {
  const name = debianNameOf(soname)
  return /^[a-z0-9][a-z0-9+.-]+$/.test(name) ? ` (by its name it would be ${name})` : ''
}

/** Debian Policy 8.1: the soname, its version behind a hyphen where the name ends in a digit. */
function debianNameOf(soname: string): string {
  const [name = '', version = ''] = soname.split(/\.so\.?(.*)$/s)
  const base = stemOf(name)
  return /[0-9]$/.test(base) && version !== '' ? `${base}-${version}` : `${base}${version}`
}

function stemOf(soname: string): string {
  return soname
    .replace(/\.so.*$/s, '')
    .toLowerCase()
    .replaceAll('_', '-')
}
