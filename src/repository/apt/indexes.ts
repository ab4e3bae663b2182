import { createHash } from 'node:crypto'
import { abreast } from '../../abreast.ts'
import { sha256 } from '../../content.ts'
import { architectureAll, changedIndex } from '../../deb/packages.ts'
import { type ListedFile, type OtherListedFile, type Release, acquiresByHash } from '../../deb/release.ts'
import { type AnyDeb, type SuiteIndex, architecturesOf } from '../../deb/suite.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { Condition, Store } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import { unpack } from '../unpack.ts'

/** An index of a suite with what lies at its plain name. */
export interface OpenIndex extends SuiteIndex {
  readonly alias: Condition | undefined
  readonly aliasIsStale: boolean
}

/** The head's word about the indexes, and where they lie. */
export interface IndexGround {
  readonly store: Store
  /** Of the suite, ending in a slash. */
  readonly folder: string
  readonly release: Release | undefined
  readonly files: ReadonlyMap<string, ListedFile>
}

/** Where an `all` package goes when a suite has no architecture yet. */
const FIRST_ARCHITECTURES = ['amd64', 'arm64']

/** Names one index of a suite. */
interface IndexName {
  readonly component: string
  readonly arch: string
}

/** The indexes that a publish of these packages changes. */
export function indexesOf(ground: IndexGround, component: string, packages: readonly AnyDeb[]) {
  const published = architecturesOf(ground).filter((arch) => arch !== 'all' && arch !== 'source')
  const names = new Map<string, IndexName>()
  for (const [name, debs] of Map.groupBy(packages, (pkg) =>
    'component' in pkg ? pkg.component : component,
  )) {
    const own = debs.map(({ arch }) => arch).filter((arch) => arch !== 'all')
    const known = [...new Set([...published, ...own])]
    const everywhere = known.length > 0 ? known : FIRST_ARCHITECTURES
    const wanted = debs.some(({ arch }) => arch === 'all') ? everywhere : own
    for (const arch of wanted) names.set(indexPath(name, arch), { component: name, arch })
  }
  return [...names.values()]
}

/** Every index of packages that the head lists. */
export function everyIndex({ files }: IndexGround): readonly IndexName[] {
  const names = new Map<string, IndexName>()
  for (const path of files.keys()) {
    const [, component, arch] = /^(.+)\/binary-([^/]+)\/Packages(?:\.(?:gz|xz|zst))?$/.exec(path) ?? []
    if (component === undefined || arch === undefined) continue
    names.set(indexPath(component, arch), { component, arch })
  }
  return [...names.values()]
}

/**
 * Reads indexes, each once. One that does not exist yet starts with the `Architecture: all` packages of its siblings.
 *
 * @throws PublishError `INTEGRITY` where an index is missing or is not what the head says
 */
export function openIndexes(ground: IndexGround, names: readonly IndexName[]): Promise<readonly OpenIndex[]> {
  const distinct = new Map(names.map((name) => [indexPath(name.component, name.arch), name]))
  return Promise.all([...distinct.values()].map(({ component, arch }) => openIndex(ground, component, arch)))
}

async function openIndex(ground: IndexGround, component: string, arch: string): Promise<OpenIndex> {
  const path = indexPath(component, arch)
  const stored = storedForm(ground, path)
  if (stored === undefined) {
    const alias = await ground.store.head(`${ground.folder}${path}.gz`)
    return { arch, path, text: await seed(ground, component), alias: conditionOf(alias), aliasIsStale: false }
  }
  const { bytes, alias, aliasIsStale } = await fetchIndex(ground, stored)
  const text = await unpacked(ground, path, stored, bytes)
  const isOurForm = stored.ending === '.gz'
  const published = isOurForm ? { text, stored: bytes } : undefined
  return {
    arch,
    path,
    text,
    published,
    alias: isOurForm ? alias : undefined,
    aliasIsStale: isOurForm && aliasIsStale,
  }
}

function indexPath(component: string, arch: string): string {
  return `${component}/binary-${arch}/Packages`
}

interface StoredForm extends ListedFile {
  readonly path: string
  readonly ending: keyof typeof FORMS
}

const FORMS = { '.gz': 'gzip', '.xz': 'xz', '.zst': 'zstd', '': 'none' } as const

/** The form of an index to read: ours first, a foreign repository may have others. */
function storedForm(ground: IndexGround, index: string): StoredForm | undefined {
  for (const ending of Object.keys(FORMS) as (keyof typeof FORMS)[]) {
    const listed = ground.files.get(index + ending)
    if (listed !== undefined) return { ...listed, path: index + ending, ending }
  }
  return undefined
}

/** The plain name first, which also tells its ETag; where that is not what the head says, by hash. */
async function fetchIndex(ground: IndexGround, listed: StoredForm) {
  const { object } = await ground.store.get(ground.folder + listed.path, LIMITS.storedIndexBytes)
  const alias = conditionOf(object)
  if (object !== undefined && isListed(object.bytes, listed))
    return { bytes: object.bytes, alias, aliasIsStale: false }
  const key = ground.folder + byHashPath(listed.path, listed.sha256)
  const byHash = await ground.store.get(key, LIMITS.storedIndexBytes)
  if (byHash.object !== undefined && isListed(byHash.object.bytes, listed)) {
    return { bytes: byHash.object.bytes, alias, aliasIsStale: true }
  }
  throw damaged(ground, listed, byHash.object === undefined ? object?.bytes : byHash.object.bytes)
}

function isListed(bytes: Buffer, listed: ListedFile): boolean {
  return bytes.length === listed.sizeBytes && sha256(bytes) === listed.sha256
}

function damaged(ground: IndexGround, listed: StoredForm, found: Buffer | undefined): PublishError {
  const seen = found === undefined ? 'is missing' : `has ${found.length} bytes with SHA256 ${sha256(found)}`
  return new PublishError(
    'INTEGRITY',
    `${ground.folder}${listed.path} in ${ground.store.name} ${seen}, but the signed InRelease says ` +
      `${listed.sizeBytes} bytes with SHA256 ${listed.sha256}. ` +
      'Put the file back, or build the indexes again from the packages with `republish`.',
  )
}

async function unpacked(
  ground: IndexGround,
  path: string,
  stored: StoredForm,
  bytes: Buffer,
): Promise<Buffer> {
  const text = await unpack(
    bytes,
    FORMS[stored.ending],
    `${ground.folder}${stored.path} in ${ground.store.name}`,
  )
  const listed = ground.files.get(path)
  if (listed !== undefined && !isListed(text, listed))
    throw damaged(ground, { ...listed, path, ending: '' }, text)
  return text
}

/** The `all` packages that a suite already has, for an architecture that it does not have yet. */
async function seed(ground: IndexGround, component: string): Promise<Buffer> {
  const siblings = architecturesOf(ground).filter((arch) => arch !== 'source')
  const listed = [...new Set([...siblings, 'all'])]
    .map((arch) => ({ arch, form: storedForm(ground, indexPath(component, arch)) }))
    .filter(({ form }) => form !== undefined)
  const sources = [listed.find(({ arch }) => arch !== 'all'), listed.find(({ arch }) => arch === 'all')]
  const stanzas = new Map<string, Buffer>()
  for (const source of sources) {
    if (source?.form === undefined) continue
    const { bytes } = await fetchIndex(ground, source.form)
    const text = await unpacked(ground, indexPath(component, source.arch), source.form, bytes)
    for (const stanza of architectureAll(text)) stanzas.set(sha256(stanza), stanza)
  }
  return changedIndex(Buffer.alloc(0), [], [...stanzas.values()])
}

/** `main/binary-amd64/by-hash/SHA256/HASH` for a path such as `main/binary-amd64/Packages.gz`. */
export function byHashPath(path: string, hash: string): string {
  return `${path.slice(0, path.lastIndexOf('/'))}/by-hash/SHA256/${hash}`
}

/**
 * Everything that a head lists, with its SHA256; where a foreign head lacks it, it is computed from the file, once that
 * is what the head's other hash says.
 *
 * @throws PublishError `INTEGRITY` where such a file is another, or is missing in every form
 */
export async function listedFiles(
  store: Store,
  folder: string,
  release: Release | undefined,
): Promise<ReadonlyMap<string, ListedFile>> {
  const others = release?.unhashed ?? []
  const found = await abreast(others, LIMITS.parallelRequests, (listed) => hashed(store, folder, listed))
  const files = new Map(release?.files)
  for (const [position, file] of found.entries())
    if (file !== undefined) files.set(others[position]?.path ?? '', file)
  const lost = others.find(({ path }) => ![...files.keys()].some((it) => formless(it) === formless(path)))
  if (lost === undefined) return files
  throw new PublishError(
    'INTEGRITY',
    `${folder}${lost.path} in ${store.name} is missing, but the signed Release names it. Put it back first.`,
  )
}

/** The name of an index without the ending of its form: most repositories do not store all forms that they list. */
function formless(path: string): string {
  return path.replace(/\.(gz|xz|bz2|lzma|lz4|zst)$/, '')
}

async function hashed(
  store: Store,
  folder: string,
  listed: OtherListedFile,
): Promise<ListedFile | undefined> {
  const { path, sizeBytes, algorithm, hash } = listed
  const { object } = await store.get(folder + path, LIMITS.storedIndexBytes)
  if (object === undefined) return undefined
  const digest = createHash(algorithm).update(object.bytes).digest('hex')
  if (object.sizeBytes === sizeBytes && digest === hash) return { sizeBytes, sha256: sha256(object.bytes) }
  throw new PublishError(
    'INTEGRITY',
    `${folder}${path} in ${store.name} has ${object.sizeBytes} bytes with the ${algorithm} ${digest}, but the signed ` +
      `Release says ${sizeBytes} bytes with ${hash}. Put the right file back first.`,
  )
}

/** Every plain index of the suite that is not what the head says, with the bytes that it should hold. */
export async function staleIndexes(ground: IndexGround) {
  const paths = [...ground.files.keys()].filter((path) => path.endsWith('/Packages.gz'))
  if (ground.release === undefined || !acquiresByHash(ground.release)) return []
  const found = await Promise.all(
    paths.map(async (path) => {
      const listed = { ...(ground.files.get(path) as ListedFile), path, ending: '.gz' as const }
      return { path, ...(await fetchIndex(ground, listed)) }
    }),
  )
  return found.filter(({ aliasIsStale }) => aliasIsStale)
}
