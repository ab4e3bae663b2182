import { type Tree, collectTree } from '../repository/collection/collect.ts'
import { agedCopies } from '../repository/collection/expiry.ts'
import { storedMarks } from '../repository/collection/marks.ts'
import { unnamedObjects } from '../repository/collection/sweep.ts'
import { wholeTreesOf } from '../repository/collection/trees.ts'
import type { Committed } from '../repository/commit/commit.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { counted } from '../words.ts'
import type { PublishingWorld } from '../world.ts'

const DAY_SECONDS = 24 * 60 * 60

/**
 * Deletes what a change left behind and nobody can be reading any more: at most once a day in each tree, because every
 * suite has to be read for it. Never fails the run: the next one goes on.
 */
export async function collect(
  request: RepositoryRequest,
  world: PublishingWorld,
  committed: readonly Committed[],
): Promise<void> {
  const graceSeconds = request.graceDays * DAY_SECONDS
  const ready = committed.filter(
    ({ isChanged, isCertain, copies, nowSeconds }) =>
      isChanged && isCertain && agedCopies(copies, graceSeconds, nowSeconds).length > 0,
  )
  if (ready.length === 0) return
  await inGroup(world, async () => {
    for (const tree of await wholeTreesOf(request, world, repositoriesOf(ready))) {
      const newest = (await storedMarks(world.store, tree.folder)).at(-1)
      const nowSeconds = Math.max(...ready.map((it) => it.nowSeconds))
      if (newest !== undefined && newest.stampSeconds > nowSeconds - DAY_SECONDS) continue
      await collectOne(request, world, tree, async () => [])
    }
  })
}

/** The same for everything in the trees that no head names, whether a copy tells about it or a crash left it. */
export async function collectAndSweep(
  request: RepositoryRequest,
  world: PublishingWorld,
  committed: readonly Committed[],
): Promise<void> {
  const ready = committed.filter(({ isCertain }) => isCertain)
  if (ready.length === 0) return
  await inGroup(world, async () => {
    for (const tree of await wholeTreesOf(request, world, repositoriesOf(ready))) {
      await collectOne(request, world, tree, async (isNamed) => {
        const unnamed = await unnamedObjects(world.store, tree, isNamed)
        return unnamed.map(({ key }) => key)
      })
    }
  })
}

async function collectOne(
  { graceDays, dryRun }: RepositoryRequest,
  world: PublishingWorld,
  tree: Tree,
  sweep: Parameters<typeof collectTree>[2],
): Promise<void> {
  const deleted = await collectTree(tree, { ...world, graceDays }, sweep)
  if (deleted === 0) return
  const done = dryRun ? 'would delete' : 'deleted'
  const what = `${counted(deleted, 'object')} that nobody can be reading any more`
  world.log.info(`${tree.folder || '/'}: ${done} ${what}`)
}

async function inGroup({ log }: PublishingWorld, work: () => Promise<void>): Promise<void> {
  await log.group('Collection', async () => {
    try {
      await work()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      log.warning(`What is superseded was not, or not wholly, deleted: ${why} The next run goes on with it.`)
    }
  })
}

function repositoriesOf(committed: readonly Committed[]) {
  return committed.map(({ repository }) => repository)
}
