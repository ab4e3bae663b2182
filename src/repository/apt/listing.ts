import type { ListedDeb } from '../../deb/package.ts'
import { filenamesOf, stanzaOf, stanzasWanted, terminated } from '../../deb/packages.ts'
import { type ListedFile, readsArchitectureAll } from '../../deb/release.ts'
import { type Stanza, field } from '../../deb/stanza.ts'
import {
  type AnyDeb,
  type Suite,
  type SuiteIndex,
  componentOf,
  indexesFor,
  sameVersion,
} from '../../deb/suite.ts'
import { storedDigest } from '../digests.ts'
import type { PackageFile, Published } from '../repository.ts'
import { storedContent } from '../stored-content.ts'
import { byHashPath } from './stored-index.ts'
import type { AptSuiteOptions, OpenedSuite } from './opened.ts'

/** What a suite says of a package's name, version and architecture. */
export async function publishedDeb({ options, suite }: OpenedSuite, pkg: AnyDeb): Promise<Published> {
  const targets = indexesFor(suite, pkg)
  const found = targets.flatMap((index) => sameVersion(index, pkg))
  if (found.length === 0) return { kind: 'absent' }
  const files = await Promise.all(found.map(({ stanza }) => publishedFile(options, stanza)))
  const other = files.find((file) => file.sha256 !== pkg.sha256)
  if (other !== undefined) return { kind: 'different', file: other }
  const isExact = found.every(({ stanza }) => fileIn(stanza, options.root).sha256 === pkg.sha256)
  return {
    kind: 'same',
    file: files[0] as PackageFile,
    complete: isComplete(suite, targets, pkg),
    isExact,
  }
}

/** A foreign suite may have `all` packages in an index of their own, which clients read beside the others. */
function isComplete({ release }: Suite, targets: readonly SuiteIndex[], pkg: AnyDeb): boolean {
  const listing = targets.filter((index) => sameVersion(index, pkg).length > 0)
  const isEverywhere = targets.every((index) => index.arch === 'all' || listing.includes(index))
  const isRead = release !== undefined && readsArchitectureAll(release)
  return isEverywhere || (isRead && listing.some(({ arch }) => arch === 'all'))
}

/** An old foreign index may know only weaker hashes: then the file itself is asked. */
async function publishedFile({ root, store }: AptSuiteOptions, stanza: Stanza): Promise<PackageFile> {
  const { key, sha256, sizeBytes } = fileIn(stanza, root)
  return { key, sizeBytes, sha256: sha256 === '' ? ((await storedDigest(store, key)) ?? '') : sha256 }
}

/** Where the file of a stanza lies, and what the stanza says of it. */
export function fileIn(stanza: Stanza, root: string): PackageFile {
  const value = (name: string) => field(stanza, name)?.trim()
  return {
    key: root + (value('Filename') ?? '').replace(/^\.\//, ''),
    sha256: value('SHA256')?.toLowerCase() ?? '',
    sizeBytes: Number(value('Size') ?? 0),
  }
}

/** The packages of the opened indexes; an `all` package, which several list, once. */
export function listedDebs(
  { options, indexes }: OpenedSuite,
  isWanted: (name: string) => boolean = () => true,
): readonly ListedDeb[] {
  const found = new Map<string, ListedDeb>()
  for (const index of indexes) {
    for (const stanza of stanzasWanted(index.packages, isWanted)) {
      const pkg = listedDeb(options, componentOf(index), stanza)
      const identity = [pkg.component, pkg.name, pkg.version, pkg.arch, pkg.key].join(' ')
      if (!found.has(identity)) found.set(identity, pkg)
    }
  }
  return [...found.values()]
}

function listedDeb({ root, store }: AptSuiteOptions, component: string, stanza: Buffer): ListedDeb {
  const fields = stanzaOf(stanza)
  const value = (name: string) => field(fields, name)?.trim() ?? ''
  const file = fileIn(fields, root)
  return {
    format: 'deb',
    name: value('Package'),
    version: value('Version'),
    arch: value('Architecture'),
    content: storedContent(store, file),
    sha256: file.sha256,
    source: `${file.key} in ${store.name}`,
    key: file.key,
    filename: file.key.slice(root.length),
    component,
    stanza: terminated(stanza),
  }
}

/** The keys of the packages of the opened indexes. */
export function namedPackages({ indexes, options }: OpenedSuite): readonly string[] {
  return [
    ...new Set(indexes.flatMap(({ packages }) => filenamesOf(packages).map((name) => options.root + name))),
  ]
}

/** The keys of every file that a head lists, by hash and by name. */
export function namedFiles(folder: string, files: ReadonlyMap<string, ListedFile>): readonly string[] {
  return [...files].flatMap(([path, { sha256 }]) => [folder + byHashPath(path, sha256), folder + path])
}
