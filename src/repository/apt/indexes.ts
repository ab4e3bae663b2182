import { abreast } from '../../abreast.ts'
import { isPackedHere } from '../../compression/gzip-segments.ts'
import { sha256 } from '../../content.ts'
import {
  architectureAll,
  changedIndex,
  packagesIndex,
  terminated,
  type PackagesIndex,
} from '../../deb/packages.ts'
import { type AnyDeb, type SuiteIndex, architecturesOf } from '../../deb/suite.ts'
import { LIMITS } from '../../limits.ts'
import type { Condition } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import { forever } from '../rendering.ts'
import type { HashedWrite } from '../repository.ts'
import { type IndexGround, byHashPath, readIndex } from './stored-index.ts'

/** An index of a suite with what lies at its plain name. */
export interface OpenIndex extends SuiteIndex {
  readonly alias: Condition | undefined
  readonly aliasIsStale: boolean
}

/** Where an `all` package goes when a suite has no architecture yet. */
const FIRST_ARCHITECTURES = ['amd64', 'arm64']

/** Names one index of a suite. */
export interface IndexName {
  readonly component: string
  readonly arch: string
}

/** The indexes that a publish of these packages changes. A foreign suite may have one of `all` packages alone. */
export function indexesOf(
  ground: IndexGround,
  component: string,
  packages: readonly AnyDeb[],
): readonly IndexName[] {
  const groups = Map.groupBy(packages, (pkg) => pkg.component ?? component)
  return [...groups].flatMap(([name, debs]) =>
    architecturesFor(ground, debs).map((arch) => ({ component: name, arch })),
  )
}

function architecturesFor(ground: IndexGround, packages: readonly AnyDeb[]): readonly string[] {
  const own = packages.map(({ arch }) => arch).filter((arch) => arch !== 'all')
  if (packages.every(({ arch }) => arch !== 'all')) return [...new Set(own)]
  const known = [...new Set([...publishedArchitectures(ground), ...own])]
  const everywhere = known.length > 0 ? known : FIRST_ARCHITECTURES
  return architecturesOf(ground).includes('all') ? [...everywhere, 'all'] : everywhere
}

/** Every index of packages that the head lists. */
export function everyIndex({ files }: IndexGround): readonly IndexName[] {
  return [...files.keys()].flatMap((path) => {
    const [, component, arch] = INDEX.exec(path) ?? []
    return component === undefined || arch === undefined ? [] : [{ component, arch }]
  })
}

const INDEX = /^(.+)\/binary-([^/]+)\/Packages(?:\.(?:gz|xz|zst|bz2|lzma|lz4))?$/

/**
 * Reads indexes, each once. One that does not exist yet starts with the `Architecture: all` packages of its siblings.
 *
 * @throws PublishError `INTEGRITY` where an index is missing or is not what the head says
 */
export async function openIndexes(
  ground: IndexGround,
  names: readonly IndexName[],
): Promise<readonly OpenIndex[]> {
  const distinct = new Map(names.map((name) => [indexPath(name.component, name.arch), name]))
  const opened = await Promise.all(
    [...distinct.values()].map(({ component, arch }) =>
      arch === 'all' ? openPublished(ground, component, arch) : openIndex(ground, component, arch),
    ),
  )
  return opened.filter((index) => index !== undefined)
}

/** Those of which a machine can be. */
function publishedArchitectures(ground: IndexGround): readonly string[] {
  return architecturesOf(ground).filter((arch) => arch !== 'all' && arch !== 'source')
}

async function openIndex(ground: IndexGround, component: string, arch: string): Promise<OpenIndex> {
  const published = await openPublished(ground, component, arch)
  if (published !== undefined) return published
  const path = indexPath(component, arch)
  const alias = await ground.store.head(`${ground.folder}${path}.gz`)
  const packages = await seed(ground, component)
  return { arch, path, packages, alias: conditionOf(alias), aliasIsStale: false }
}

async function openPublished(
  ground: IndexGround,
  component: string,
  arch: string,
): Promise<OpenIndex | undefined> {
  const path = indexPath(component, arch)
  const stored = await readIndex(ground, path)
  if (stored === undefined) return undefined
  const { text, gzip, alias, aliasIsStale } = stored
  const published = gzip === undefined ? undefined : { text, stored: gzip }
  return { arch, path, packages: packagesIndex(text), published, alias, aliasIsStale }
}

function indexPath(component: string, arch: string): string {
  return `${component}/binary-${arch}/Packages`
}

/**
 * The `all` packages that a suite already has, for an architecture that it does not have yet. Foreign siblings may not
 * agree on them: of one version the first sibling's word counts.
 */
async function seed(ground: IndexGround, component: string): Promise<PackagesIndex> {
  const siblings = [...publishedArchitectures(ground), 'all']
  const indexes = await abreast(siblings, LIMITS.parallelRequests, (arch) =>
    readIndex(ground, indexPath(component, arch)),
  )
  const stanzas = new Map<string, Buffer>()
  for (const stanza of indexes.flatMap((index) => architectureAll(packagesIndex(index?.text ?? NOTHING)))) {
    const version = versionOf(stanza)
    if (!stanzas.has(version)) stanzas.set(version, terminated(stanza))
  }
  return changedIndex(packagesIndex(NOTHING), [], [...stanzas.values()])
}

const NOTHING = Buffer.alloc(0)

/** Read without the rest of the stanza, which other makers may have written in ways of their own. */
function versionOf(stanza: Buffer): string {
  const text = stanza.toString('utf8')
  return ['Package', 'Version']
    .map((name) => new RegExp(`^${name}:(.*)$`, 'im').exec(text)?.[1]?.trim())
    .join(' ')
}

/** Whether what lies at the plain name of an index was written by another maker. */
export function isForeign({ published }: SuiteIndex): boolean {
  return published !== undefined && !isPackedHere(published.stored)
}

/**
 * Indexes of other makers as they were, to be stored by hash: a later run writes over their plain names, and clients may
 * still hold a head of ours that kept them.
 */
export function foreignIndexes(
  { folder }: Pick<IndexGround, 'folder'>,
  changed: readonly SuiteIndex[],
): readonly HashedWrite[] {
  return changed.filter(isForeign).flatMap(({ path, published }) => {
    if (published === undefined) return []
    const hash = sha256(published.stored)
    return [forever(`${folder}${byHashPath(`${path}.gz`, hash)}`, published.stored, hash)]
  })
}
