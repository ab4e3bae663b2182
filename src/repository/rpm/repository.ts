import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import type { Content } from '../../content.ts'
import { PublishError } from '../../errors.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { rpmKeyName } from '../../rpm/layout.ts'
import type { ListedRpm, RpmPackage } from '../../rpm/package.ts'
import { isRelativeHref } from '../../rpm/repodata/href.ts'
import { entryWithId, packagesNamed, packagesOf } from '../../rpm/repodata/lookup.ts'
import {
  type Metadata,
  addPackages,
  emptyMetadata,
  renderMetadata,
  sameVersion,
} from '../../rpm/repodata/metadata.ts'
import type { PrimaryFields } from '../../rpm/repodata/primary.ts'
import type { Store } from '../../store/store.ts'
import { storedHeaderDigest } from '../digests.ts'
import { immutable, mutable } from '../object-headers.ts'
import type { Alias, OpenRepository, Published, Rendering, Repository } from '../repository.ts'
import { type RpmHead, copyPath, openRpmHead } from './head.ts'
import { openMetadata } from './indexes.ts'

export interface RpmRepositoryOptions {
  readonly store: Store
  readonly trust: readonly TrustedKey[]
  /** Of the repository; empty or ending in a slash. */
  readonly folder: string
  readonly channel: string
  /** For messages; empty where one repository has all architectures. */
  readonly arch: string
}

/** What an rpm repository takes in: packages, and what a sibling lists. */
export type AnyRpm = RpmPackage | ListedRpm

export interface OpenRpmRepository extends OpenRepository<AnyRpm> {
  /** The noarch packages that can be copied into repositories of other architectures. */
  noarch(): readonly ListedRpm[]
}

export interface RpmRepository extends Repository<AnyRpm> {
  open(packages: readonly AnyRpm[]): Promise<OpenRpmRepository>
}

/** The rpm repository of a channel, or of an architecture in it: its head is repomd.xml. */
export function rpmRepository(options: RpmRepositoryOptions): RpmRepository {
  const { folder, channel, arch } = options
  return {
    title: `rpm repository ${channel}${arch === '' ? '' : `/${arch}`}`,
    channel,
    headKey: `${folder}repodata/repomd.xml`,
    tree: folder,
    packageKey: (pkg) => folder + ('href' in pkg ? pkg.href : rpmKeyName(pkg)),
    open: () => open(options),
  }
}

async function open(options: RpmRepositoryOptions): Promise<OpenRpmRepository> {
  const { store, folder, trust } = options
  const head = await openRpmHead(store, `${folder}repodata/`, trust)
  const metadata =
    head.repomd === undefined ? emptyMetadata() : await openMetadata(store, folder, head.repomd)
  return {
    head: head.version,
    nowSeconds: head.nowSeconds,
    hasCopy: head.hasCopy,
    warnings: [],
    noarch: () => noarchPackages(options, metadata),
    versions: (name) =>
      packagesNamed(metadata.indexes.primary, new Set([name])).map(({ version }) => version),
    published: (pkg) => published(options, metadata, pkg),
    staleAliases: async () => missingAlias(folder, head),
    add: (placed) => {
      if (placed.length === 0) return undefined
      const located = placed.map(({ pkg, key }) => ({ pkg, href: key.slice(folder.length) }))
      const changed = addPackages(metadata, located)
      return { render: (stampSeconds, keys) => render(folder, head, changed, stampSeconds, keys) }
    },
  }
}

async function published(
  { store, folder }: RpmRepositoryOptions,
  metadata: Metadata,
  pkg: AnyRpm,
): Promise<Published> {
  const [found] = sameVersion(metadata, pkg)
  if (found === undefined) return { kind: 'absent' }
  const file = { key: folder + found.href, sha256: found.pkgid, sizeBytes: found.sizeBytes ?? 0 }
  const same = found.pkgid === pkg.sha256 || (await hasHeader(store, file.key, pkg.headerSha256))
  return same ? { kind: 'same', file, complete: true } : { kind: 'different', file }
}

async function hasHeader(store: Store, key: string, digest: string | undefined): Promise<boolean> {
  return digest !== undefined && (await storedHeaderDigest(store, key)) === digest
}

function noarchPackages(
  { store, folder }: RpmRepositoryOptions,
  { indexes }: Metadata,
): readonly ListedRpm[] {
  const packages = [...packagesOf(indexes.primary)].filter(isCopyable)
  return packages.flatMap((fields) => listedRpm(fields, indexes, store, folder + fields.href) ?? [])
}

/** A foreign repository may have packages that lie elsewhere, or that are known by weaker digests. */
function isCopyable({ arch, checksumType, href, base }: PrimaryFields): boolean {
  return arch === 'noarch' && checksumType === 'sha256' && base === undefined && isRelativeHref(href)
}

function listedRpm(
  { name, epoch, version, release, arch, pkgid, href, sizeBytes = 0 }: PrimaryFields,
  { primary, filelists, other }: Metadata['indexes'],
  store: Store,
  key: string,
): ListedRpm | undefined {
  const entries = [primary, filelists, other].map((index) => entryWithId(index, pkgid))
  const [first, second, third] = entries
  if (first === undefined || second === undefined || third === undefined) return undefined
  return {
    format: 'rpm',
    name,
    ...(epoch === 0 ? {} : { epoch }),
    version,
    release,
    arch,
    content: storedContent(store, key, sizeBytes),
    sha256: pkgid,
    headerSha256: undefined,
    source: `${key} in ${store.name}`,
    href,
    entries: { primary: first, filelists: second, other: third },
  }
}

/** A stored file, which is opened only if it is read: mostly it is copied. */
function storedContent(store: Store, key: string, sizeBytes: number): Content {
  return {
    sizeBytes,
    async *read(start, end) {
      const content = await store.open(key)
      if (content !== undefined) return yield* content.read(start, end)
      throw new PublishError(
        'INTEGRITY',
        `${key} in ${store.name} is missing, but the signed index names it. Publish that package again.`,
      )
    },
  }
}

async function render(
  folder: string,
  head: RpmHead,
  metadata: Metadata,
  stampSeconds: number,
  keys: SigningKeys,
): Promise<Rendering> {
  const { indexes, hinted, repomd, signature } = await renderMetadata(metadata, stampSeconds, keys)
  const copy = `${folder}repodata/${copyPath(stampSeconds, repomd)}`
  const forever = (key: string, bytes: Buffer) => ({ key, bytes, headers: immutable(key) })
  const headKey = `${folder}repodata/repomd.xml`
  return {
    objects: [
      ...indexes.map(({ href, stored }) => forever(folder + href, stored)),
      ...hinted.map(({ href, bytes }) => forever(folder + href, bytes)),
      forever(copy, repomd),
      forever(`${copy}.asc`, signature),
    ],
    head: { key: headKey, bytes: repomd, headers: mutable(headKey) },
    aliases: [[signatureAlias(folder, head, signature)]],
  }
}

function signatureAlias(folder: string, head: RpmHead, signature: Buffer): Alias {
  const key = `${folder}repodata/repomd.xml.asc`
  return { key, bytes: signature, headers: mutable(key), noted: head.signatureAlias }
}

function missingAlias(folder: string, head: RpmHead): readonly (readonly Alias[])[] {
  return head.missingAlias === undefined ? [] : [[signatureAlias(folder, head, head.missingAlias)]]
}
