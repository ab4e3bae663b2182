import { gzipBytes } from '../compression/gzip.ts'
import { contentOf } from '../content.ts'
import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { debianChangelog } from './changelog.ts'
import { debianVersion } from './debian-version.ts'
import { commonLicense, continuationLines, copyrightHolders } from './license-text.ts'
import { type Stanza, printStanza } from './stanza.ts'

const MODE = 0o644
const COPYRIGHT_FORMAT = 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'

/** SPDX identifiers of what Debian's base-files brings, by the names in /usr/share/common-licenses. */
const COMMON_LICENSES: Readonly<Record<string, string>> = {
  'Apache-2.0': 'Apache-2.0',
  'Artistic-1.0': 'Artistic',
  'CC0-1.0': 'CC0-1.0',
  'GPL-1.0': 'GPL-1',
  'GPL-2.0': 'GPL-2',
  'GPL-3.0': 'GPL-3',
  'LGPL-2.0': 'LGPL-2',
  'LGPL-2.1': 'LGPL-2.1',
  'LGPL-3.0': 'LGPL-3',
  'MPL-1.1': 'MPL-1.1',
  'MPL-2.0': 'MPL-2.0',
}

/**
 * What Debian Policy 12.5 and 12.7 ask of every package, where it does not bring it itself: who may do what with it,
 * and what changed.
 */
export async function documentationOf(description: PackageDescription): Promise<readonly PackagedEntry[]> {
  const folder = `/usr/share/doc/${description.name}`
  const taken = new Map(description.entries.map(({ path, type }) => [path, type]))
  if ((taken.get(folder) ?? 'directory') !== 'directory') return []
  const isNative = !debianVersion(description).includes('-')
  const changelog = await gzipBytes(Buffer.from(debianChangelog(description)), 0)
  const files = {
    [`${folder}/copyright`]: Buffer.from(copyrightText(description)),
    [`${folder}/changelog${isNative ? '' : '.Debian'}.gz`]: changelog,
  }
  return Object.entries(files)
    .filter(([path]) => !taken.has(path))
    .map(([path, bytes]) => ({ type: 'file', path, mode: MODE, content: contentOf(bytes) }))
}

/** In the machine-readable form (DEP 5), which has a field for each of the things that are known. */
function copyrightText(description: PackageDescription): string {
  const { name, maintainer, homepage } = description
  const license = description.license.trim().replace(/ (OR|AND) /g, (word) => word.toLowerCase())
  const header: Stanza = [
    { name: 'Format', value: COPYRIGHT_FORMAT },
    { name: 'Upstream-Name', value: name },
    { name: 'Upstream-Contact', value: maintainer.trim() },
    ...(homepage === undefined ? [] : [{ name: 'Source', value: homepage.trim() }]),
  ]
  const files: Stanza = [
    { name: 'Files', value: '*' },
    { name: 'Copyright', value: copyrightValue(description) },
    { name: 'License', value: [license, ...licenseText(description)].join('\n ') },
  ]
  return [header, files].map((stanza) => printStanza(stanza, 'The description')).join('\n')
}

/** Who holds the rights, as the words of the licenses say it. */
function copyrightValue({ name, deb }: PackageDescription): string {
  const holders = copyrightHolders(deb?.licenseTexts ?? [])
  return holders.length === 0 ? `the authors of ${name}` : holders.join('\n ')
}

/** The words of the license, or where they are, as far as that is known. */
function licenseText(description: PackageDescription): readonly string[] {
  const texts = description.deb?.licenseTexts ?? []
  const own = texts
    .filter((text) => commonLicense(text) === undefined)
    .flatMap((text, index) => [...(index === 0 ? [] : ['.']), ...continuationLines(text)])
  const common = texts.map(commonLicense).filter((file) => file !== undefined)
  const places = licensePlaces(description, common)
  return own.length === 0 ? places : [...own, ...(common.length === 0 ? [] : ['.', ...places])]
}

function licensePlaces(
  { name, license, homepage, entries }: PackageDescription,
  known: readonly string[],
): readonly string[] {
  const named = [...new Set(license.match(/[A-Za-z0-9.-]+/g))]
    .map((id) => COMMON_LICENSES[id.replace(/-(?:only|or-later)$/, '')])
    .filter((file) => file !== undefined)
  const common = [...new Set([...known, ...named])].map((file) => `/usr/share/common-licenses/${file}`)
  const own = entries
    .filter((entry) => entry.type === 'file' && entry.role === 'license')
    .map(({ path }) => path)
  const home = homepage === undefined ? [] : [homepage.trim()]
  const places = own.length > 0 || common.length > 0 ? [...own, ...common] : home
  return [
    `This is what the makers of ${name} say of its license.`,
    ...(places.length === 0 ? [] : ['Its full text is found in:', ...places.map((place) => ` ${place}`)]),
  ]
}
