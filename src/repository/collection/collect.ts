import { abreast } from '../../abreast.ts'
import { LIMITS } from '../../limits.ts'
import type { Repository } from '../repository.ts'
import { type CollectionGround, type Doomed, deleteDoomed } from './deletion.ts'
import { type State, namedByExpired, namedByKept, stateOf } from './state.ts'

/** Repositories that share packages, and where: suites share the pool, an rpm repository has its own. */
export interface Tree {
  /** Empty or ending in a slash. */
  readonly folder: string
  /** All that may name packages of it. */
  readonly repositories: readonly Repository[]
}

/** What lies in a tree and may go although no copy of a head tells about it. */
export type Sweep = (isNamed: (key: string) => boolean) => Promise<readonly string[]>

/**
 * Deletes what only copies of heads name whose time is over, then those copies.
 *
 * @returns how many objects were deleted
 * @throws PublishError where something cannot be read or verified: then nothing is deleted on the strength of the rest
 */
export async function collectTree(tree: Tree, ground: CollectionGround, sweep: Sweep): Promise<number> {
  const states = await abreast(tree.repositories, LIMITS.parallelRequests, (repository) =>
    stateOf(repository, ground.graceDays),
  )
  const nowSeconds = Math.max(...states.map(({ opened }) => opened.nowSeconds))
  const named = await namedByKept(states)
  const isNamed = (key: string) => named.has(key)
  const expired = await namedByExpired(states)
  const swept = states.every(({ isCovered }) => isCovered) ? await sweep(isNamed) : []
  const doomed: Doomed = {
    packages: distinct([...expired.packages, ...swept].filter((key) => !isNamed(key))),
    files: distinct(expired.files.filter((key) => !isNamed(key))),
    copies: states.flatMap(goneCopies),
  }
  return deleteDoomed(tree.folder, doomed, ground, nowSeconds)
}

function goneCopies({ opened, expired, unreadable }: State): readonly string[] {
  const gone = new Set([...expired.map(({ id }) => id), ...unreadable])
  return opened.copies.filter(({ id }) => gone.has(id)).flatMap(({ keys }) => keys)
}

function distinct(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].sort()
}
