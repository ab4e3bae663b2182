import { gzipBytes } from '../../compression/gzip.ts'
import { type Content, bytesOf, contentOf } from '../../content.ts'
import { LIMITS } from '../../limits.ts'
import type { PackageDescription, PackagedFile } from '../description.ts'
import { interpretersOf } from '../shebang.ts'
import { ownedFolders } from './folders.ts'
import type { KnownFile } from './kind.ts'
import { debDepends, debScripts } from './deb-scripts.ts'
import { rpmScripts } from './rpm-scripts.ts'
import { systemdFiles } from './systemd-files.ts'
import { type Place, type PlacedFormat, placeOf, upstreamChangelogPlace } from './place.ts'
import { upstreamChangelog } from './upstream-changelog.ts'

/** What debhelper leaves as it is. */
const LARGE_DOCUMENT_BYTES = 4096

/**
 * The description of a package with the files that come beside its programs, each where the format's distributions
 * have it. Without files it is the same description.
 *
 * @param files no two of one kind that go to one place
 */
export async function withPlacedFiles(
  description: PackageDescription,
  files: readonly KnownFile[],
  format: PlacedFormat,
): Promise<PackageDescription> {
  if (files.length === 0) return description
  const { name, release } = description
  const changelog = format === 'deb' && release !== undefined ? upstreamChangelog(files) : undefined
  const placed: PackagedFile[] = []
  for (const known of files) {
    const place = known === changelog ? upstreamChangelogPlace(name) : placeOf(known.file, format, name)
    if (place !== undefined) placed.push(await placedFile(place, known.content))
  }
  const entries = [...description.entries, ...placed.sort((a, b) => (a.path < b.path ? -1 : 1))]
  const systemd = systemdFiles(files.map(({ file }) => file))
  if (format === 'rpm') {
    const scripts = systemd === undefined ? {} : { scripts: rpmScripts(systemd) }
    return { ...description, entries: [...entries, ...ownedFolders(entries, name)], ...scripts }
  }
  const licenseTexts = await textsOf(files)
  return {
    ...description,
    entries,
    deb: { ...description.deb, ...(licenseTexts.length === 0 ? {} : { licenseTexts }) },
    depends: [...description.depends, ...(systemd === undefined ? [] : debDepends(systemd))],
    ...(systemd === undefined ? {} : { scripts: debScripts(systemd) }),
  }
}

async function placedFile(place: Place, content: Content): Promise<PackagedFile> {
  const { gzip, ...packaged } = place
  if (!isCompressed(gzip, content)) {
    const interpreters = await interpretersOf(content, packaged.path)
    return { type: 'file', ...packaged, content, ...(interpreters.length === 0 ? {} : { interpreters }) }
  }
  const compressed = await gzipBytes(await bytesOf(content, LIMITS.documentBytes, packaged.path), 0)
  return { type: 'file', ...packaged, path: `${packaged.path}.gz`, content: contentOf(compressed) }
}

function isCompressed(gzip: Place['gzip'], { sizeBytes }: Content): boolean {
  return gzip === 'always' || (gzip === 'large' && sizeBytes > LARGE_DOCUMENT_BYTES)
}

/** The words of the licenses, each once, in the order of their names: those of what was built in come last. */
async function textsOf(files: readonly KnownFile[]): Promise<readonly string[]> {
  const licenses = files
    .flatMap(({ file, content }) => (file.kind === 'license' ? [{ name: file.name, content }] : []))
    .map((license) => ({ ...license, order: `${license.name.includes('/') ? 1 : 0}${license.name}` }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
  const texts = await Array.fromAsync(licenses, async ({ name, content }) =>
    (await bytesOf(content, LIMITS.documentBytes, name)).toString('utf8'),
  )
  return [...new Set(texts)]
}
