import type { DebPackage } from '../../deb/package.ts'
import { poolKey } from '../../deb/pool.ts'
import { acquiresByHash } from '../../deb/release.ts'
import { type Stanza, field } from '../../deb/stanza.ts'
import {
  type RenderedSuite,
  type Suite,
  type SuiteIdentity,
  type SuiteIndex,
  addPackages,
  identityChanges,
  indexesFor,
  renderSuite,
  sameVersion,
  signRelease,
  versionsOf,
} from '../../deb/suite.ts'
import { sha256 } from '../../content.ts'
import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import type { Store } from '../../store/store.ts'
import { type AptHead, openAptHead } from './head.ts'
import {
  type IndexGround,
  type OpenIndex,
  byHashPath,
  listedFiles,
  openIndexes,
  staleIndexes,
} from './indexes.ts'
import { storedDigest } from '../digests.ts'
import { immutable, mutable } from '../object-headers.ts'
import type {
  Alias,
  ObjectWrite,
  OpenRepository,
  PackageFile,
  Published,
  Rendering,
  Repository,
} from '../repository.ts'
import { identifier } from '../commit/stamp.ts'

export interface AptSuiteOptions {
  readonly store: Store
  readonly trust: readonly TrustedKey[]
  /** Of `dists/` and `pool/`; empty or ending in a slash. */
  readonly root: string
  readonly identity: SuiteIdentity
}

/** What was read of a suite when it was opened. */
interface Opened {
  readonly options: AptSuiteOptions
  readonly ground: IndexGround
  readonly head: AptHead
  readonly suite: Suite
  readonly indexes: readonly OpenIndex[]
}

/** The apt suite of a channel: its head is InRelease. */
export function aptSuite(options: AptSuiteOptions): Repository<DebPackage> {
  const { channel, component } = options.identity
  const folder = `${options.root}dists/${channel}/`
  return {
    title: `apt suite ${channel}`,
    channel,
    headKey: `${folder}InRelease`,
    tree: options.root,
    packageKey: (pkg) => options.root + poolKey(pkg, component),
    open: (packages) => open(options, folder, packages),
  }
}

async function open(
  options: AptSuiteOptions,
  folder: string,
  packages: readonly DebPackage[],
): Promise<OpenRepository<DebPackage>> {
  const { store, identity } = options
  const head = await openAptHead(store, folder, options.trust)
  const { release } = head
  const files = await listedFiles(store, folder, release)
  const ground = { store, folder, release, files }
  const [copy, indexes] = await Promise.all([
    head.copyKey === undefined ? undefined : store.head(head.copyKey),
    openIndexes(ground, identity.component, packages),
  ])
  const suite: Suite = { release, files, indexes }
  const opened: Opened = { options, ground, head, suite, indexes }
  return {
    head: head.version,
    nowSeconds: head.nowSeconds,
    hasCopy: copy !== undefined,
    warnings: identityWarnings(suite, identity),
    versions: (name) => indexes.flatMap((index) => versionsOf(index, name)),
    published: (pkg) => published(opened, pkg),
    staleAliases: (keys) => staleAliases(opened, keys),
    add: (placed) => {
      const filed = placed.map(({ pkg, key }) => ({ pkg, filename: key.slice(options.root.length) }))
      const changed = addPackages(suite, filed)
      if (changed.length === 0 && identityChanges(suite, identity).length === 0) return undefined
      return { render: (stampSeconds, keys) => render(opened, changed, stampSeconds, keys) }
    },
  }
}

function identityWarnings(suite: Suite, identity: SuiteIdentity): readonly string[] {
  return identityChanges(suite, identity).map(
    ({ name, from, to }) =>
      `${name} of the apt suite ${identity.channel} changes from ${JSON.stringify(from)} to ${JSON.stringify(to)}: ` +
      '`apt-get update` fails on every client until its user confirms the change.',
  )
}

async function published({ options, suite }: Opened, pkg: DebPackage): Promise<Published> {
  const targets = indexesFor(suite, pkg)
  const found = targets.flatMap((index) => sameVersion(index, pkg))
  if (found.length === 0) return { kind: 'absent' }
  const files = await Promise.all(found.map(({ stanza }) => publishedFile(options, stanza)))
  const other = files.find((file) => file.sha256 !== pkg.sha256)
  if (other !== undefined) return { kind: 'different', file: other }
  const complete = targets.every((index) => sameVersion(index, pkg).length > 0)
  return { kind: 'same', file: files[0] as PackageFile, complete }
}

/** An old foreign index may know only weaker hashes: then the file itself is asked. */
async function publishedFile({ root, store }: AptSuiteOptions, stanza: Stanza): Promise<PackageFile> {
  const value = (name: string) => field(stanza, name)?.trim()
  const key = root + (value('Filename') ?? '').replace(/^\.\//, '')
  const hash = value('SHA256')?.toLowerCase() ?? (await storedDigest(store, key)) ?? ''
  return { key, sha256: hash, sizeBytes: Number(value('Size') ?? 0) }
}

async function render(
  opened: Opened,
  changed: readonly SuiteIndex[],
  stampSeconds: number,
  keys: SigningKeys,
): Promise<Rendering> {
  const { ground, head, options } = opened
  const rendered = await renderSuite(opened.suite, changed, options.identity, stampSeconds, keys)
  const copy = `${ground.folder}heads/${identifier(stampSeconds, sha256(rendered.inRelease))}/InRelease`
  const indexes = rendered.indexes.map(({ path, stored }) => {
    const key = `${ground.folder}${byHashPath(path, sha256(stored))}`
    return { key, bytes: stored, headers: immutable(key) }
  })
  const repaired = head.aliasesAreStale ? await staleIndexAliases(ground) : []
  const own = indexAliases(opened, rendered)
  return {
    objects: [...indexes, { key: copy, bytes: rendered.inRelease, headers: immutable(copy) }],
    head: changeable(`${ground.folder}InRelease`, rendered.inRelease),
    aliases: [
      [...own, ...repaired.filter(({ key }) => !own.some((alias) => alias.key === key))],
      releaseAliases(opened, rendered),
    ],
  }
}

/** Clients that hold a foreign head without by-hash still read its plain indexes: the first publish leaves them. */
function indexAliases({ ground, indexes }: Opened, { indexes: written }: RenderedSuite): readonly Alias[] {
  if (ground.release !== undefined && !acquiresByHash(ground.release)) return []
  return written.map(({ path, stored }) => ({
    ...changeable(`${ground.folder}${path}.gz`, stored),
    noted: indexes.find((index) => index.path === path)?.alias,
  }))
}

function releaseAliases(
  { ground, head }: Opened,
  { release, signature }: Pick<RenderedSuite, 'release' | 'signature'>,
): readonly Alias[] {
  return [
    { ...changeable(`${ground.folder}Release`, release), noted: head.releaseAlias },
    { ...changeable(`${ground.folder}Release.gpg`, signature), noted: head.signatureAlias },
  ]
}

async function staleAliases(opened: Opened, keys: SigningKeys): Promise<readonly (readonly Alias[])[]> {
  const { ground, head } = opened
  if (head.version === undefined || head.copyKey === undefined) return []
  if (!head.aliasesAreStale && opened.indexes.every((index) => !index.aliasIsStale)) return []
  const indexes = await staleIndexAliases(ground)
  if (!head.aliasesAreStale) return [indexes]
  const signed = await signRelease(head.releaseText, head.version.stampSeconds, keys)
  return [indexes, releaseAliases(opened, signed)]
}

async function staleIndexAliases(ground: IndexGround): Promise<readonly Alias[]> {
  const stale = await staleIndexes(ground)
  return stale.map(({ path, bytes, alias }) => ({ ...changeable(ground.folder + path, bytes), noted: alias }))
}

function changeable(key: string, bytes: Uint8Array): ObjectWrite {
  return { key, bytes, headers: mutable(key) }
}
