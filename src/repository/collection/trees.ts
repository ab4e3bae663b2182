import type { RepositoryRequest } from '../../request/repository.ts'
import { type RepositoryGround, suiteOf } from '../channels.ts'
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
      if (heads.some((head) => head !== undefined)) return [path]
      return depth === 1 ? [] : suiteNames(ground, dists, `${path}/`, depth - 1)
    }),
  )
  return found.flat()
}
