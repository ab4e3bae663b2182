import { PublishError } from '../../errors.ts'
import type { RepositoryRequest } from '../../request/repository.ts'
import type { Store } from '../../store/store.ts'
import { type RepositoryGround, suiteOf } from '../channels.ts'
import { storedCopies } from '../heads/copies.ts'
import type { Repository } from '../repository.ts'
import type { Tree } from './collect.ts'

/** A suite may lie some folders below `dists/`: `stable/updates`. */
const SUITE_DEPTH = 3

/** The trees that repositories lie in, each with all that may name packages of it: suites share the pool. */
export async function treesOf(
  request: RepositoryRequest,
  ground: RepositoryGround,
  repositories: readonly Repository[],
): Promise<readonly Tree[]> {
  const distinct = [...new Map(repositories.map((it) => [it.headKey, it])).values()]
  const rpm = distinct
    .filter(({ format }) => format === 'rpm')
    .map((repository) => ({ folder: repository.tree, repositories: [repository] }))
  if (rpm.length === distinct.length) return rpm
  return [{ folder: request.aptRoot, repositories: await suitesOf(request, ground) }, ...rpm]
}

/**
 * The same for who deletes: a listing without a suite that was just written is none to delete by.
 *
 * @throws PublishError `STORE` where there is one
 */
export async function wholeTreesOf(
  request: RepositoryRequest,
  ground: RepositoryGround,
  repositories: readonly Repository[],
): Promise<readonly Tree[]> {
  const trees = await treesOf(request, ground, repositories)
  const known = new Set(trees.flatMap((tree) => tree.repositories.map(({ headKey }) => headKey)))
  const missing = repositories.find(({ headKey }) => !known.has(headKey))
  if (missing === undefined) return trees
  throw new PublishError('STORE', `${ground.store.name} lists its suites without the ${missing.title}.`)
}

/** Every suite below `dists/`: all of them may name packages of the pool. */
async function suitesOf(
  request: RepositoryRequest,
  ground: RepositoryGround,
): Promise<readonly Repository[]> {
  const names = await suiteNames(ground, `${request.aptRoot}dists/`, '', SUITE_DEPTH)
  return names.map((name) => suiteOf(request, ground, name))
}

async function suiteNames(
  ground: RepositoryGround,
  dists: string,
  above: string,
  depth: number,
): Promise<readonly string[]> {
  const { store } = ground
  const found = await Promise.all(
    (await store.folders(dists + above)).map(async (name) => {
      const path = above + name
      const heads = await Promise.all(
        ['InRelease', 'Release'].map((head) => store.head(`${dists}${path}/${head}`)),
      )
      // One that lost its head still has its copies, and they name packages.
      if (heads.some((head) => head !== undefined) || (await hasCopies(store, `${dists}${path}/`)))
        return [path]
      return depth === 1 ? [] : suiteNames(ground, dists, `${path}/`, depth - 1)
    }),
  )
  return found.flat()
}

async function hasCopies(store: Store, folder: string): Promise<boolean> {
  return (await storedCopies(store, folder, 'InRelease')).length > 0
}
