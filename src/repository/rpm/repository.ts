import { sha256 } from '../../content.ts'
import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import { rpmKeyName } from '../../rpm/layout.ts'
import { packagesOf } from '../../rpm/repodata/lookup.ts'
import {
  type AnyRpm,
  type Metadata,
  editedMetadata,
  emptyMetadata,
  renderMetadata,
} from '../../rpm/repodata/metadata.ts'
import type { Repomd } from '../../rpm/repodata/repomd.ts'
import { replacedId } from '../heads/head.ts'
import { identifier } from '../heads/id.ts'
import { storedCopies } from '../heads/copies.ts'
import { recoverHead } from '../heads/recovery.ts'
import { hasBegunMeanwhile } from '../heads/loss.ts'
import { mutable } from '../object-headers.ts'
import { forever } from '../rendering.ts'
import type { Alias, Edit, OpenRepository, Rendering, Repository } from '../repository.ts'
import { rpmContents } from './contents.ts'
import { openRpmCopy, rpmHeads } from './copy.ts'
import { type RpmHead, copyPath, openRpmHead } from './head.ts'
import { openMetadata } from './indexes.ts'
import { inspectRpmRepository, namedFilesOf } from './inspection.ts'
import { listedRpms, publishedRpm } from './listing.ts'
import type { RpmRepositoryOptions } from './options.ts'

/** What was read of a repository when it was opened. */
interface OpenedMetadata {
  readonly options: RpmRepositoryOptions
  readonly head: RpmHead
  readonly metadata: Metadata
}

/** The rpm repository of a channel, or of an architecture in it: its head is repomd.xml. */
export function rpmRepository(options: RpmRepositoryOptions): Repository<AnyRpm> {
  const { store, trust, folder, channel, arch } = options
  const repodata = `${folder}repodata/`
  const listing = async (head: RpmHead) => listingOf(await openIndexes(options, head, true))
  const repository: Repository<AnyRpm> = {
    format: 'rpm',
    title: `rpm repository ${channel}${arch === '' ? '' : `/${arch}`}`,
    channel,
    headKey: `${repodata}repomd.xml`,
    tree: folder,
    packageKey: (pkg) => folder + ('href' in pkg ? pkg.href : rpmKeyName(pkg)),
    open: async (scope) => {
      const read = await openIndexes(options, await openRpmHead(store, repodata, options), scope.everything)
      const opened = await openRepository(read)
      const isNew = opened.head === undefined
      if (isNew && (await hasBegunMeanwhile(store, repository, opened.copies))) return repository.open(scope)
      return opened
    },
    recover: async (_, orEmpty) => {
      const readable = (head: RpmHead) => openIndexes(options, head, true)
      const { found, warnings } = await recoverHead(rpmHeads(store, repodata, options), orEmpty, readable)
      return openRepository(found, warnings)
    },
    openCopy: async (id) => {
      const head = await openRpmCopy(store, repodata, id, trust)
      return {
        id,
        previous: head.version?.previous,
        namedFiles: namedFiles(folder, head.repomd),
        files: namedFilesOf(folder, head.repomd),
        listing: () => listing(head),
      }
    },
    inspect: () => inspectRpmRepository({ store, folder, trust, listing }),
    copies: () => storedCopies(store, repodata, 'repomd.xml'),
  }
  return repository
}

async function openIndexes(
  options: RpmRepositoryOptions,
  head: RpmHead,
  isThorough: boolean,
): Promise<OpenedMetadata> {
  const { store, folder } = options
  const metadata =
    head.repomd === undefined ? emptyMetadata() : await openMetadata(store, folder, head.repomd, isThorough)
  return { options, head, metadata }
}

function listingOf({ options, metadata }: OpenedMetadata) {
  return {
    listed: (isWanted?: (name: string) => boolean) => listedRpms(options, metadata, isWanted),
    contents: () => rpmContents(options, metadata),
    namedPackages: () => [...packagesOf(metadata.indexes.primary)].map(({ href }) => options.folder + href),
    namedFiles: namedFiles(options.folder, metadata.repomd),
  }
}

async function openRepository(
  opened: OpenedMetadata,
  warnings: readonly string[] = [],
): Promise<OpenRepository<AnyRpm>> {
  const { options, head, metadata } = opened
  return {
    ...listingOf(opened),
    head: head.version,
    nowSeconds: head.nowSeconds,
    copies: await storedCopies(options.store, `${options.folder}repodata/`, 'repomd.xml'),
    isUnsigned: head.isUnsigned,
    warnings,
    published: (pkg) => publishedRpm(options, metadata, pkg),
    staleAliases: async () => missingAlias(options.folder, head),
    edit: (edit) => changeOf(opened, edit),
  }
}

/** The keys of everything that a head lists. */
function namedFiles(folder: string, repomd: Repomd | undefined): readonly string[] {
  return [...(repomd?.records.values() ?? [])].map(({ href }) => folder + href)
}

function changeOf({ options, head, metadata }: OpenedMetadata, { added, removed, rewrite }: Edit<AnyRpm>) {
  const { folder } = options
  const leaving = removed.filter((pkg) => pkg.format === 'rpm')
  if (added.length === 0 && leaving.length === 0 && !rewrite) return undefined
  const located = added.map(({ pkg, key }) => ({ pkg, href: key.slice(folder.length) }))
  const changed = editedMetadata(metadata, { added: located, removed: leaving })
  return {
    contents: () => rpmContents(options, changed),
    render: (stampSeconds: number, keys: SigningKeys) => render(folder, head, changed, stampSeconds, keys),
  }
}

async function render(
  folder: string,
  head: RpmHead,
  metadata: Metadata,
  stampSeconds: number,
  keys: SigningKeys,
): Promise<Rendering> {
  const order = { stampSeconds, previous: replacedId(head.version) }
  const { indexes, hinted, repomd, signature } = await renderMetadata(metadata, order, keys)
  const hash = sha256(repomd)
  const id = identifier(stampSeconds, hash)
  const copy = `${folder}repodata/${copyPath(id)}`
  const headKey = `${folder}repodata/repomd.xml`
  return {
    objects: [
      ...indexes.map((index) => forever(folder + index.href, index.stored, index.sha256)),
      ...hinted.map(({ href, bytes }) => forever(folder + href, bytes)),
      forever(copy, repomd, hash),
      forever(`${copy}.asc`, signature),
    ],
    id,
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
