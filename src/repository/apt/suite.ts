import { poolKey } from '../../deb/pool.ts'
import { continuationWarnings } from '../../deb/release.ts'
import {
  type AnyDeb,
  type Suite,
  type SuiteIdentity,
  changedIndexes,
  identityChanges,
} from '../../deb/suite.ts'
import { storedCopies } from '../heads/copies.ts'
import { recoverHead } from '../heads/recovery.ts'
import { hasBegunMeanwhile } from '../heads/loss.ts'
import { EVERYTHING, type Edit, type OpenRepository, type Repository, type Scope } from '../repository.ts'
import { suiteContents } from './contents.ts'
import { aptHeads, openAptCopy } from './copy.ts'
import { type AptHead, openAptHead } from './head.ts'
import { everyIndex, indexesOf, openIndexes } from './indexes.ts'
import { inspectSuite, namedFilesOf } from './inspection.ts'
import { listedFiles } from './listed-files.ts'
import type { AptSuiteOptions, OpenedSuite } from './opened.ts'
import { listedDebs, namedFiles, namedPackages, publishedDeb } from './listing.ts'
import { renderChange, staleAliases } from './rendering.ts'
import { quoted } from '../../words.ts'

/** The apt suite of a channel: its head is InRelease. */
export function aptSuite(options: AptSuiteOptions): Repository<AnyDeb> {
  const { root, store, trust } = options
  const { channel, component } = options.identity
  const folder = `${root}dists/${channel}/`
  const listing = async (head: AptHead) => listingOf(await openSuite(options, folder, head, EVERYTHING))
  const repository: Repository<AnyDeb> = {
    format: 'deb',
    title: `apt suite ${channel}`,
    channel,
    headKey: `${folder}InRelease`,
    tree: root,
    packageKey: (pkg) => ('key' in pkg ? pkg.key : root + poolKey(pkg, pkg.component ?? component)),
    open: async (scope) => {
      const opened = await openSuite(options, folder, await openAptHead(store, folder, options), scope)
      const isNew = opened.head.version === undefined
      if (isNew && (await hasBegunMeanwhile(store, repository, opened.copies))) return repository.open(scope)
      return openRepository(opened)
    },
    recover: async (scope, orEmpty) => {
      const readable = (head: AptHead) => openSuite(options, folder, head, { ...scope, everything: true })
      const { found, warnings } = await recoverHead(aptHeads(store, folder, options), orEmpty, readable)
      return openRepository(found, warnings)
    },
    openCopy: async (id) => {
      const head = await openAptCopy(store, folder, id, trust)
      const files = head.release?.files ?? new Map()
      return {
        id,
        previous: head.version?.previous,
        namedFiles: namedFiles(folder, files),
        files: namedFilesOf(folder, head.release, files),
        listing: () => listing(head),
      }
    },
    inspect: () => inspectSuite({ store, folder, trust, listing }),
    copies: () => storedCopies(store, folder, 'InRelease'),
  }
  return repository
}

async function openSuite(
  options: AptSuiteOptions,
  folder: string,
  head: AptHead,
  scope: Scope<AnyDeb>,
): Promise<OpenedSuite> {
  const { store, identity } = options
  const { release } = head
  const files = await listedFiles(store, folder, release)
  const ground = { store, folder, release, files, isThorough: scope.everything }
  const [indexes, copies] = await Promise.all([
    openIndexes(ground, [
      ...(scope.everything ? everyIndex(ground) : []),
      ...indexesOf(ground, identity.component, scope.packages),
    ]),
    storedCopies(store, folder, 'InRelease'),
  ])
  return {
    options,
    ground,
    head,
    suite: { release, files, indexes, component: identity.component },
    indexes,
    copies,
  }
}

function listingOf(opened: OpenedSuite) {
  return {
    listed: (isWanted?: (name: string) => boolean) => listedDebs(opened, isWanted),
    contents: () => suiteContents(opened),
    namedPackages: () => namedPackages(opened),
    namedFiles: namedFiles(opened.ground.folder, opened.ground.files),
  }
}

async function openRepository(
  opened: OpenedSuite,
  warnings: readonly string[] = [],
): Promise<OpenRepository<AnyDeb>> {
  const { options, head, suite } = opened
  return {
    ...listingOf(opened),
    head: head.version,
    nowSeconds: head.nowSeconds,
    copies: opened.copies,
    isUnsigned: head.isUnsigned,
    warnings: [...warnings, ...identityWarnings(suite, options.identity), ...(await foreignWarnings(opened))],
    published: (pkg) => publishedDeb(opened, pkg),
    staleAliases: (keys) => staleAliases(opened, keys),
    edit: (edit) => changeOf(opened, edit),
  }
}

function changeOf(opened: OpenedSuite, { added, removed, rewrite }: Edit<AnyDeb>) {
  const { options, suite } = opened
  const changed = changedIndexes(suite, {
    added: added.map(({ pkg, key }) => ({ pkg, filename: key.slice(options.root.length) })),
    removed: removed.filter((pkg) => pkg.format === 'deb'),
    rewrite,
  })
  const isSame = changed.length === 0 && identityChanges(suite, options.identity).length === 0
  return isSame && !rewrite ? undefined : renderChange(opened, changed)
}

function identityWarnings(suite: Suite, identity: SuiteIdentity): readonly string[] {
  return identityChanges(suite, identity).map(
    ({ name, from, to }) =>
      `${name} of the apt suite ${identity.channel} changes from ${quoted(from)} to ${quoted(to)}: ` +
      '`apt-get update` fails on every client until its user confirms the change.',
  )
}

async function foreignWarnings({ options, head, copies }: OpenedSuite): Promise<readonly string[]> {
  const { store, root, identity } = options
  if (head.release !== undefined) {
    const isOurs = copies.some(({ id }) => id === head.version?.id)
    return isOurs ? [] : continuationWarnings(head.release, `apt suite ${identity.channel}`)
  }
  const [flat] = await store.list(`${root}Packages`)
  if (flat === undefined) return []
  return [
    `${flat.key} in ${store.name} is the index of a flat repository, one without dists/, and such a one cannot be ` +
      `continued: the new apt suite ${identity.channel} does not have its packages. Publish their files too.`,
  ]
}
