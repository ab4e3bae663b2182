import type { RepositoryRequest } from '../../request/repository.ts'
import { type RepositoryGround, suiteOf } from '../channels.ts'
import type { Repository } from '../repository.ts'

/** A suite may lie some folders below `dists/`: `stable/updates`. */
const SUITE_DEPTH = 3

/** Every suite below `dists/`: all of them may name packages of the pool. */
export async function suitesOf(
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
