import { type StoredText, gzipSegments } from '../compression/gzip-segments.ts'
import { contentOf, sha256 } from '../content.ts'
import { sha256OfParts, sizeOfParts } from '../parts.ts'
import { signCleartext, signDetachedArmored } from '../openpgp/sign.ts'
import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { DebPackage, ListedDeb } from './package.ts'
import { indexStanza, movedStanza } from './index-stanza.ts'
import {
  type IndexedStanza,
  type PackagesIndex,
  changedIndex,
  packagesParts,
  stanzasNamed,
} from './packages.ts'
import { previousHeadField, withoutPreviousHead } from './previous-head.ts'
import { type ListedFile, type Release, printRelease, wordsOf } from './release.ts'
import { type Stanza, field } from './stanza.ts'

/** One Packages index of a suite. */
export interface SuiteIndex {
  readonly arch: string
  /** Relative to the Release file, without an ending: `main/binary-amd64/Packages`. */
  readonly path: string
  readonly packages: PackagesIndex
  /** As it was read in gzip; undefined for a new one. */
  readonly published?: StoredText | undefined
}

/** A suite, with those of its indexes that a publish may change. */
export interface Suite {
  /** Undefined before the first publish. */
  readonly release: Release | undefined
  /** Everything that the Release lists, with the SHA256 of each. */
  readonly files: ReadonlyMap<string, ListedFile>
  readonly indexes: readonly SuiteIndex[]
  /** Where packages go that do not say a component themselves. */
  readonly component: string
}

/** Who the suite says it is. */
export interface SuiteIdentity {
  readonly channel: string
  readonly component: string
  readonly origin: string
  readonly label: string
  /** Whether the user gave Origin or Label: only then a published suite changes its own. */
  readonly given: { readonly origin: boolean; readonly label: boolean }
}

export type AnyDeb = DebPackage | ListedDeb

/** A package and its `Filename`, relative to the root of the repository. */
export interface FiledPackage {
  readonly pkg: AnyDeb
  readonly filename: string
}

/** What is to become of a suite. */
export interface SuiteEdit {
  /** Each replaces what has its name, version and architecture. */
  readonly added: readonly FiledPackage[]
  readonly removed: readonly ListedDeb[]
  /** Write every index anew, also those that stay the same. */
  readonly rewrite: boolean
}

/** Where a package must be listed: `all` packages in every architecture's index, because every apt reads them there. */
export function indexesFor({ indexes, component }: Suite, pkg: AnyDeb): readonly SuiteIndex[] {
  const wanted = pkg.component ?? component
  return indexes.filter(
    (index) => componentOf(index) === wanted && (pkg.arch === 'all' || index.arch === pkg.arch),
  )
}

/** The component of an index: `main` of `main/binary-amd64/Packages`. */
export function componentOf({ path }: Pick<SuiteIndex, 'path'>): string {
  return path.slice(0, path.lastIndexOf('/binary-'))
}

/** The stanzas of the same name, version and architecture in an index. */
export function sameVersion(index: SuiteIndex, pkg: AnyDeb): readonly IndexedStanza[] {
  return stanzasNamed(index.packages, pkg.name).filter(
    ({ stanza }) =>
      field(stanza, 'Version')?.trim() === pkg.version && field(stanza, 'Architecture')?.trim() === pkg.arch,
  )
}

/** The indexes that change by an edit, as they become. */
export function changedIndexes(suite: Suite, edit: SuiteEdit): readonly SuiteIndex[] {
  return suite.indexes.flatMap((index) => {
    const arriving = edit.added.filter(
      ({ pkg }) => indexesFor(suite, pkg).includes(index) && !lists(index, pkg),
    )
    // Repositories made by hand list packages of every architecture in each index.
    const leaving = edit.removed.filter(({ component }) => component === componentOf(index))
    const removed = [...arriving.map(({ pkg }) => pkg), ...leaving].flatMap((pkg) => sameVersion(index, pkg))
    if (arriving.length === 0 && removed.length === 0) return edit.rewrite ? [index] : []
    return [{ ...index, packages: changedIndex(index.packages, removed, arriving.map(stanzaOf)) }]
  })
}

function stanzaOf({ pkg, filename }: FiledPackage): Buffer {
  if ('control' in pkg) return indexStanza(pkg.control, filename, pkg.content.sizeBytes, pkg.sha256)
  return pkg.filename === filename ? pkg.stanza : movedStanza(pkg.stanza, filename)
}

function lists(index: SuiteIndex, pkg: AnyDeb): boolean {
  return sameVersion(index, pkg).some(
    ({ stanza }) => field(stanza, 'SHA256')?.trim().toLowerCase() === pkg.sha256,
  )
}

/** A field of a published suite that its user asked to change. */
export interface IdentityChange {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** Which of Origin and Label differ from what the user gave. A first publish changes nothing. */
export function identityChanges({ release }: Suite, identity: SuiteIdentity): readonly IdentityChange[] {
  if (release === undefined) return []
  const wanted = [
    ...(identity.given.origin ? [{ name: 'Origin', to: identity.origin }] : []),
    ...(identity.given.label ? [{ name: 'Label', to: identity.label }] : []),
  ]
  return wanted
    .map(({ name, to }) => ({ name, from: (field(release.fields, name) ?? '').trim(), to }))
    .filter(({ from, to }) => from !== to)
}

/** Where a head stands in the row of heads. */
export interface HeadOrder {
  readonly stampSeconds: number
  /** The ID of the head before; undefined for the first one. */
  readonly previous: string | undefined
}

/** A suite ready to be stored. */
export interface RenderedSuite {
  readonly indexes: readonly { readonly path: string; readonly stored: Buffer; readonly sha256: string }[]
  readonly release: Buffer
  readonly signature: Buffer
  readonly inRelease: Buffer
}

/**
 * Dates and signs a suite. The stamp is also in the gzip header of every changed index: its hash, and so its name, is
 * one that nothing had before.
 */
export async function renderSuite(
  suite: Suite,
  changed: readonly SuiteIndex[],
  identity: SuiteIdentity,
  { stampSeconds, previous }: HeadOrder,
  keys: SigningKeys,
): Promise<RenderedSuite> {
  const indexes = await Promise.all(
    changed.map(async ({ path, arch, packages, published }) => {
      const text = packagesParts(packages)
      const stored = await gzipSegments(text, stampSeconds, published)
      return { path, arch, text, stored, sha256: sha256(stored) }
    }),
  )
  const files = new Map(suite.files)
  for (const { path, text, stored, sha256: hash } of indexes) {
    for (const old of files.keys()) if (isFormOf(old, path)) files.delete(old)
    files.set(path, { sizeBytes: sizeOfParts(text), sha256: sha256OfParts(text) })
    files.set(`${path}.gz`, { sizeBytes: stored.length, sha256: hash })
  }
  const text = printRelease({
    fields: [...releaseFields(suite, identity), ...previousHeadField(previous)],
    architectures: union(
      architecturesOf(suite),
      indexes.map(({ arch }) => arch),
    ),
    components: union(componentsOf(suite), changed.map(componentOf)),
    files,
    stampSeconds,
  })
  return {
    indexes,
    ...(await signRelease(text, stampSeconds, keys)),
  }
}

/** The signed forms of a Release text, dated by its stamp. */
export async function signRelease(text: string, stampSeconds: number, keys: SigningKeys) {
  const at = new Date(stampSeconds * 1000)
  const [inRelease, signature] = await Promise.all([
    signCleartext(text, keys, at),
    signDetachedArmored(contentOf(Buffer.from(text)), keys, at, 'all'),
  ])
  return { release: Buffer.from(text), inRelease: Buffer.from(inRelease), signature: Buffer.from(signature) }
}

/** Every form of an index that is rewritten goes: clients would prefer the stale one. */
function isFormOf(path: string, index: string): boolean {
  return (
    path === index ||
    (path.startsWith(`${index}.`) && /^\.(gz|xz|bz2|lzma|lz4|zst|diff\/)/.test(path.slice(index.length)))
  )
}

function releaseFields(suite: Suite, identity: SuiteIdentity): Stanza {
  if (suite.release === undefined) {
    return [
      { name: 'Origin', value: identity.origin },
      { name: 'Label', value: identity.label },
      { name: 'Suite', value: identity.channel },
      { name: 'Codename', value: identity.channel },
    ]
  }
  const changes = identityChanges(suite, identity)
  const kept = withoutPreviousHead(suite.release.fields).filter(
    ({ name }) => !changes.some((change) => change.name === name),
  )
  return [...changes.map(({ name, to }) => ({ name, value: to })), ...kept]
}

/** The architectures that a suite has indexes for. */
export function architecturesOf({ release }: Pick<Suite, 'release'>): readonly string[] {
  return release === undefined ? [] : wordsOf(release, 'Architectures')
}

function componentsOf({ release }: Suite): readonly string[] {
  return release === undefined ? [] : wordsOf(release, 'Components')
}

function union(known: readonly string[], more: readonly string[]): readonly string[] {
  return [...known, ...[...new Set(more)].filter((word) => !known.includes(word)).sort()]
}
