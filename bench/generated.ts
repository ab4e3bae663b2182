import { type Content, contentOf, sha256 } from '../src/content.ts'
import { debFileName, poolKey } from '../src/deb/pool.ts'
import type { ListedDeb } from '../src/deb/package.ts'
import { indexStanza } from '../src/deb/index-stanza.ts'
import { field } from '../src/deb/stanza.ts'
import type { Architecture } from '../src/recipe/architecture.ts'
import type { PackageDescription } from '../src/recipe/description.ts'
import { rpmKeyName } from '../src/rpm/layout.ts'
import { isaOf, rpmArchitecture } from '../src/rpm/architecture.ts'
import type { ListedRpm } from '../src/rpm/package.ts'
import { isPrimary } from '../src/rpm/repodata/files.ts'
import { describe } from './packages.ts'
import { tinyDeb } from './tiny-deb.ts'

const COMPONENT = 'main'

/** A package as indexes list it, in both formats. */
export interface GeneratedPackage {
  readonly deb: ListedDeb
  readonly rpm: ListedRpm
}

/** The file of the .deb, which is a real one. */
export interface GeneratedDeb {
  readonly bytes: Buffer
}

/** Which packages: the same for the same. */
export interface Series {
  readonly packages: number
  readonly seed?: number | undefined
  readonly arch?: Architecture | undefined
}

/** Where the files of a series go, relative to the store: as our action has them where nothing else is said. */
export interface Folders {
  readonly apt: string
  readonly rpm: string
}

/**
 * The packages of a series one after the other. Of the .rpm there is only what indexes say.
 */
export async function* generatedPackages(
  { packages, seed, arch }: Series,
  folders: Folders,
): AsyncGenerator<GeneratedPackage & GeneratedDeb> {
  for (let number = 0; number < packages; number += 1) {
    const description = describe(number, { seed, arch })
    const { deb, bytes } = await debOf(description, folders.apt)
    yield { deb, bytes, rpm: rpmOf(description, folders.rpm) }
  }
}

/** @param root where the pool is, relative to the store; empty or ending in a slash */
export async function debOf(description: PackageDescription, root: string) {
  const { control, bytes } = await tinyDeb(description)
  const of = (name: string) => field(control, name) ?? ''
  const identity = { name: of('Package'), version: of('Version'), arch: of('Architecture') }
  const filename = poolKey(identity, COMPONENT)
  const digest = sha256(bytes)
  const deb: ListedDeb = {
    format: 'deb',
    ...identity,
    content: sized(bytes.length),
    sha256: digest,
    source: debFileName(identity),
    stanza: indexStanza(control, filename, bytes.length, digest),
    key: root + filename,
    filename,
    component: COMPONENT,
  }
  return { deb, bytes }
}

/** Listed packages are never read: what is stored of them is there already. */
function sized(sizeBytes: number): Content {
  return { ...contentOf(Buffer.alloc(0)), sizeBytes }
}

function rpmOf(description: PackageDescription, folder: string): ListedRpm {
  const { name, version, release = '1' } = description
  const identity = { name, version, release, arch: rpmArchitecture(description.arch) }
  const href = rpmKeyName(identity)
  const digest = sha256(href)
  const sizeBytes = 4_000 + (Number.parseInt(digest.slice(0, 4), 16) % 2_000)
  const { primary, filelists, other } = entriesOf(description, { ...identity, href, digest, sizeBytes })
  return {
    format: 'rpm',
    ...identity,
    content: sized(sizeBytes),
    sha256: digest,
    source: href,
    headerSha256: undefined,
    pkgid: digest,
    entries: {
      primary: Buffer.from(primary),
      filelists: Buffer.from(filelists),
      other: Buffer.from(other),
    },
    key: folder + href,
    href,
  }
}

interface RpmFacts {
  readonly name: string
  readonly version: string
  readonly release: string
  readonly arch: string
  readonly href: string
  readonly digest: string
  readonly sizeBytes: number
}

/** What createrepo_c prints of such a package. */
function entriesOf(description: PackageDescription, facts: RpmFacts) {
  const { name, version, release, arch, digest } = facts
  const versionTag = `<version epoch="0" ver="${version}" rel="${release}"/>`
  const opening = `<package pkgid="${digest}" name="${name}" arch="${arch}">\n  ${versionTag}\n`
  const paths = description.entries.map(({ path }) => path).toSorted()
  const file = (path: string) => `  <file>${path}</file>\n`
  const author = `${escaped(description.maintainer)} - ${version}-${release}`
  const day = description.timeSeconds - (description.timeSeconds % 86_400) + 43_200
  return {
    primary: primaryOf(description, facts, versionTag, paths.filter(isPrimary)),
    filelists: `${opening}${paths.map(file).join('')}</package>\n`,
    other: `${opening}  <changelog author="${author}" date="${day}">- Version ${version}</changelog>\n</package>\n`,
  }
}

function primaryOf(
  description: PackageDescription,
  { name, version, release, arch, href, digest, sizeBytes }: RpmFacts,
  versionTag: string,
  paths: readonly string[],
): string {
  const [summary = '', ...rest] = description.description.split('\n')
  const time = description.timeSeconds
  const own = `flags="EQ" epoch="0" ver="${version}" rel="${release}"`
  const lines = [
    `<package type="rpm">`,
    `  <name>${name}</name>`,
    `  <arch>${arch}</arch>`,
    `  ${versionTag}`,
    `  <checksum type="sha256" pkgid="YES">${digest}</checksum>`,
    `  <summary>${summary}</summary>`,
    `  <description>${rest.join('\n').trim()}</description>`,
    `  <packager>${escaped(description.maintainer)}</packager>`,
    `  <url>${description.homepage ?? ''}</url>`,
    `  <time file="${time}" build="${time}"/>`,
    `  <size package="${sizeBytes}" installed="${sizeBytes}" archive="${sizeBytes}"/>`,
    `  <location href="${href}"/>`,
    '  <format>',
    `    <rpm:license>${description.license ?? ''}</rpm:license>`,
    '    <rpm:vendor></rpm:vendor>',
    '    <rpm:group>Unspecified</rpm:group>',
    '    <rpm:buildhost>reproducible</rpm:buildhost>',
    `    <rpm:sourcerpm>${name}-${version}-${release}.src.rpm</rpm:sourcerpm>`,
    `    <rpm:header-range start="4504" end="${4504 + 2_473}"/>`,
    '    <rpm:provides>',
    `      <rpm:entry name="${name}" ${own}/>`,
    `      <rpm:entry name="${name}(${isaOf(arch) ?? arch})" ${own}/>`,
    '    </rpm:provides>',
    '    <rpm:requires>',
    ...description.depends.map(requirement),
    '    </rpm:requires>',
    ...paths.map((path) => `    <file>${path}</file>`),
    '  </format>',
    '</package>',
    '',
  ]
  return lines.join('\n')
}

/** `libname (>= 1.2.3)` or `libname`. */
function requirement(depends: string): string {
  const [, name, version] = /^(\S+)(?: \(>= (.*)\))?$/.exec(depends) ?? []
  const flags = version === undefined ? '' : ` flags="GE" epoch="0" ver="${version}"`
  return `      <rpm:entry name="${name ?? ''}"${flags}/>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
