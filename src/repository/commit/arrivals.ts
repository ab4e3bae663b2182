import { abreast } from '../../abreast.ts'
import { LIMITS } from '../../limits.ts'
import type { AnyPackage } from '../../package.ts'
import { type Change, type PackageFile, hasCopy } from '../repository.ts'
import type { Attempt } from './attempt.ts'
import { markedKeys } from '../collection/marks.ts'
import { type Outcome, type Publisher, isArriving } from './publisher.ts'

/** A package of a run, and what becomes of it in one attempt. */
export interface Arriving<P> {
  readonly pkg: P
  readonly isNew: boolean
  readonly outcome: Outcome
}

/** The indexes with what arrives and without what goes; undefined where that changes nothing. */
export function changeOf<P extends AnyPackage>(
  { opened, wish }: Attempt<P>,
  arriving: readonly Arriving<P>[],
): Change | undefined {
  const changes = arriving.filter(({ outcome }) => isArriving(outcome))
  const added = changes.map(({ pkg, outcome }) => ({ pkg, key: outcome.file.key }))
  return opened.edit({ added, removed: wish.removed, rewrite: wish.rewrite })
}

/** Stores what is new, and gives those packages another key that a collector is about to delete. */
export async function placeAll<P extends AnyPackage>(
  attempted: Attempt<P>,
  publisher: Publisher,
): Promise<readonly Arriving<P>[]> {
  const { repository, opened, judged } = attempted
  const { store, placement, named, signal } = publisher
  const { channel, tree } = repository
  if (!hasCopy(opened) && judged.some(isArriving)) await publisher.checkStore()
  const placed = await abreast(judged, LIMITS.parallelRequests, async ({ pkg, published, status }) => {
    const isNew = published.kind === 'absent' || status === 'replaced'
    if (!isNew) return { pkg, isNew, outcome: { pkg, channel, status, file: published.file } }
    signal.throwIfAborted()
    const wanted = repository.packageKey(pkg)
    const key = await placement.place(pkg, wanted, opened.nowSeconds, named.has(wanted))
    return { pkg, isNew, outcome: { pkg, channel, status, file: fileOf(pkg, key) } }
  })
  if (placed.every(({ isNew }) => !isNew)) return placed
  const marked = await markedKeys(store, tree)
  for (const key of marked) placement.forget(key)
  return abreast(placed, LIMITS.parallelRequests, async (it) => {
    if (!it.isNew || !marked.has(it.outcome.file.key)) return it
    const key = await placement.placeApart(it.pkg, repository.packageKey(it.pkg), opened.nowSeconds)
    return { ...it, outcome: { ...it.outcome, file: fileOf(it.pkg, key) } }
  })
}

function fileOf(pkg: AnyPackage, key: string): PackageFile {
  return { key, sha256: pkg.sha256, sizeBytes: pkg.content.sizeBytes }
}
