import { gzipSegments } from '../../compression/gzip-segments.ts'
import { contentOf, sha256 } from '../../content.ts'
import { sha256OfParts, sizeOfParts } from '../../parts.ts'
import { signDetachedArmored } from '../../openpgp/sign.ts'
import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import { trustOf } from '../../openpgp/trust.ts'
import type { ListedRpm, RpmPackage } from '../package.ts'
import { entriesOf } from './entries.ts'
import { type HintedKey, hintedKeys, withKeyHints } from './key-hints.ts'
import { type Index, type IndexKind, emptyIndex, indexParts, withEntries } from './index-file.ts'
import { packagesNamed, withoutPackages } from './lookup.ts'
import type { PrimaryFields } from './primary.ts'
import type { NewRecord } from './record.ts'
import { EMPTY_REPOMD, type Repomd, parseRepomd, printRepomd } from './repomd.ts'

/** The three indexes that say what a repository has, in the order in which clients want them. */
const INDEX_KINDS = ['primary', 'filelists', 'other'] as const satisfies readonly IndexKind[]

/** A repository's head and its indexes. */
export interface Metadata {
  readonly repomd: Repomd
  readonly indexes: Readonly<Record<IndexKind, Index>>
}

/** A repository that nothing was published in yet. */
export function emptyMetadata(): Metadata {
  return {
    repomd: parseRepomd(Buffer.from(EMPTY_REPOMD), 'a new repomd.xml'),
    indexes: {
      primary: emptyIndex('primary'),
      filelists: emptyIndex('filelists'),
      other: emptyIndex('other'),
    },
  }
}

/** What a repository takes in: packages, and what it or a sibling lists. */
export type AnyRpm = RpmPackage | ListedRpm

/** What the repository says of the name, epoch, version, release and architecture of a package. */
export function sameVersion({ indexes }: Metadata, pkg: AnyRpm): readonly PrimaryFields[] {
  return packagesNamed(indexes.primary, pkg.name).filter(
    ({ epoch, version, release, arch }) =>
      epoch === (pkg.epoch ?? 0) && version === pkg.version && release === pkg.release && arch === pkg.arch,
  )
}

/** A package and where it lies, relative to the root of the repository. */
export interface LocatedPackage {
  readonly pkg: AnyRpm
  readonly href: string
}

/** What is to become of a repository. */
export interface MetadataEdit {
  /** Each in the place of what has its name, version and architecture. */
  readonly added: readonly LocatedPackage[]
  readonly removed: readonly ListedRpm[]
}

/** The repository after an edit. */
export function editedMetadata(metadata: Metadata, { added, removed }: MetadataEdit): Metadata {
  const gone = new Set([
    ...removed.map(({ pkgid }) => pkgid),
    ...added.flatMap(({ pkg }) => sameVersion(metadata, pkg).map(({ pkgid }) => pkgid)),
  ])
  const entries = added.map(({ pkg, href }) => entriesOf(pkg, href))
  const changed = (kind: IndexKind) =>
    withEntries(
      withoutPackages(metadata.indexes[kind], gone),
      entries.map((each) => each[kind]),
    )
  return {
    repomd: metadata.repomd,
    indexes: { primary: changed('primary'), filelists: changed('filelists'), other: changed('other') },
  }
}

/** Where a head stands in the row of heads. */
export interface HeadOrder {
  readonly stampSeconds: number
  /** The ID of the head before; undefined for the first one. */
  readonly previous: string | undefined
}

/** A repository ready to be stored. */
export interface RenderedMetadata {
  readonly indexes: readonly { readonly href: string; readonly stored: Buffer; readonly sha256: string }[]
  /** Keys to which the head points. */
  readonly hinted: readonly HintedKey[]
  readonly repomd: Buffer
  readonly signature: Buffer
}

/**
 * Dates and signs a repository. The stamp is also in the gzip header of every index: its hash, and so its name, is one
 * that nothing had before. One key signs repomd.xml, because clients look at one signature there.
 */
export async function renderMetadata(
  { repomd, indexes }: Metadata,
  { stampSeconds, previous }: HeadOrder,
  keys: SigningKeys,
): Promise<RenderedMetadata> {
  const rendered = await Promise.all(INDEX_KINDS.map((kind) => renderIndex(indexes[kind], stampSeconds)))
  const records = rendered.map(({ record }) => record)
  const hinted = hintedKeys(trustOf(keys))
  const printed = printRepomd(repomd, records, { stampSeconds, previous })
  const head = Buffer.from(withKeyHints(printed.toString(), hinted))
  return {
    indexes: rendered.map(({ record: { href, sha256: hash }, stored }) => ({ href, stored, sha256: hash })),
    hinted,
    repomd: head,
    signature: await signRepomd(head, stampSeconds, keys),
  }
}

/** The signature of a repomd.xml, dated by its stamp. */
async function signRepomd(repomd: Buffer, stampSeconds: number, keys: SigningKeys): Promise<Buffer> {
  return Buffer.from(
    await signDetachedArmored(contentOf(repomd), keys, new Date(stampSeconds * 1000), 'first'),
  )
}

async function renderIndex(
  index: Index,
  stampSeconds: number,
): Promise<{ record: NewRecord; stored: Buffer }> {
  const text = indexParts(index)
  const stored = await gzipSegments(text, stampSeconds, index.published)
  const hash = sha256(stored)
  const record = {
    type: index.kind,
    sha256: hash,
    openSha256: sha256OfParts(text),
    href: `repodata/${hash}-${index.kind}.xml.gz`,
    sizeBytes: stored.length,
    openSizeBytes: sizeOfParts(text),
  }
  return { record, stored }
}
