import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import { rpmFileName } from '../rpm/layout.ts'
import type { RpmPackage } from '../rpm/package.ts'
import { packagesOf } from '../rpm/repodata/lookup.ts'
import {
  type Metadata,
  addPackages,
  emptyMetadata,
  renderMetadata,
  sameVersion,
} from '../rpm/repodata/metadata.ts'
import type { PrimaryFields } from '../rpm/repodata/primary.ts'
import type { Store } from '../store/store.ts'
import { storedHeaderDigest } from './digests.ts'
import { immutable, mutable } from './object-headers.ts'
import type { Alias, OpenRepository, Published, Rendering, Repository } from './repository.ts'
import { type RpmHead, copyPath, openRpmHead } from './rpm-head.ts'
import { openMetadata } from './rpm-index.ts'

export interface RpmRepositoryOptions {
  readonly store: Store
  readonly trust: readonly TrustedKey[]
  /** Of the repository; empty or ending in a slash. */
  readonly folder: string
  readonly channel: string
  /** For messages; empty where one repository has all architectures. */
  readonly arch: string
}

export interface OpenRpmRepository extends OpenRepository<RpmPackage> {
  /** Every package that the repository has. */
  listed(): readonly PrimaryFields[]
}

export interface RpmRepository extends Repository<RpmPackage> {
  open(packages: readonly RpmPackage[]): Promise<OpenRpmRepository>
}

/** The rpm repository of a channel, or of an architecture in it: its head is repomd.xml. */
export function rpmRepository(options: RpmRepositoryOptions): RpmRepository {
  const { folder, channel, arch } = options
  return {
    title: `rpm repository ${channel}${arch === '' ? '' : `/${arch}`}`,
    channel,
    headKey: `${folder}repodata/repomd.xml`,
    tree: folder,
    packageKey: (pkg) => folder + rpmFileName(pkg),
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
    listed: () => [...packagesOf(metadata.indexes.primary)],
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
  pkg: RpmPackage,
): Promise<Published> {
  const [found] = sameVersion(metadata, pkg)
  if (found === undefined) return { kind: 'absent' }
  const file = { key: folder + found.href, sha256: found.pkgid, sizeBytes: found.sizeBytes ?? 0 }
  const same = found.pkgid === pkg.sha256 || (await storedHeaderDigest(store, file.key)) === pkg.headerSha256
  return same ? { kind: 'same', file, complete: true } : { kind: 'different', file }
}

async function render(
  folder: string,
  head: RpmHead,
  metadata: Metadata,
  stampSeconds: number,
  keys: SigningKeys,
): Promise<Rendering> {
  const { indexes, repomd, signature } = await renderMetadata(metadata, stampSeconds, keys)
  const copy = `${folder}repodata/${copyPath(stampSeconds, repomd)}`
  const forever = (key: string, bytes: Buffer) => ({ key, bytes, headers: immutable(key) })
  const headKey = `${folder}repodata/repomd.xml`
  return {
    objects: [
      ...indexes.map(({ href, stored }) => forever(folder + href, stored)),
      forever(copy, repomd),
      forever(`${copy}.asc`, signature),
    ],
    head: { key: headKey, bytes: repomd, headers: mutable(headKey) },
    aliases: [signatureAlias(folder, head, signature)],
  }
}

function signatureAlias(folder: string, head: RpmHead, signature: Buffer): Alias {
  const key = `${folder}repodata/repomd.xml.asc`
  return { key, bytes: signature, headers: mutable(key), noted: head.signatureAlias }
}

function missingAlias(folder: string, head: RpmHead): readonly Alias[] {
  return head.missingAlias === undefined ? [] : [signatureAlias(folder, head, head.missingAlias)]
}
