import { PublishError } from '../errors.ts'
import { changeLines, changeSentence, changesIn } from '../report/changes.ts'
import type { Log } from '../report/log.ts'
import { watchedUploads } from '../report/uploads.ts'
import type { Committed, PreparedCommit } from '../repository/commit/commit.ts'
import { adoptionNotices } from '../repository/heads/adoption.ts'
import { formatChannels, publishClientFiles } from '../repository/client-files/client-files.ts'
import { placement } from '../repository/commit/placement.ts'
import { type Outcome, type Publisher, isArriving } from '../repository/commit/publisher.ts'
import type { Repository } from '../repository/repository.ts'
import { spreadNoarch } from '../repository/rpm/noarch.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import type { Request } from '../request/request.ts'
import type { PublishingWorld } from '../world.ts'

/** Step 2: everything is opened and checked before the first write, and errors say that nothing was written. */
export function beforeAnyWrite<T>(log: Log, work: () => Promise<T>): Promise<T> {
  return log.group('Published state', async () => {
    try {
      const opened = await work()
      log.info('Read and verified. Nothing is written yet.')
      return opened
    } catch (error) {
      if (!(error instanceof PublishError)) throw error
      throw new PublishError(error.code, `${error.message} Nothing was written.`, { cause: error })
    }
  })
}

/** Says what is going to happen to each repository, before it does. */
export async function announce(
  { log, journal }: Pick<PublishingWorld, 'log' | 'journal'>,
  commits: readonly PreparedCommit[],
  { adoptUnsigned, command }: Pick<Request, 'adoptUnsigned' | 'command'>,
): Promise<void> {
  for (const commit of commits) {
    log.info(changeSentence(commit))
    journal.planned.set(commit.repository.title, changesIn(commit))
  }
  await log.group('Plan', async () => {
    for (const line of changeLines(commits, command === 'republish')) log.info(line)
  })
  for (const warning of commits.flatMap(({ warnings }) => warnings)) log.warning(warning)
  if (adoptUnsigned) for (const notice of adoptionNotices(commits)) log.notice(notice)
}

/** @param named keys besides those of the commits that some head names */
export function publisherOf(
  world: PublishingWorld,
  commits: readonly PreparedCommit[],
  named: readonly string[] = [],
): Publisher {
  const { store, clock, keys, signal, log, journal, checkStore } = world
  const arriving = commits.flatMap(({ outcomes }) => outcomes.filter(isArriving).map(({ pkg }) => pkg))
  let checked: Promise<void> | undefined
  return {
    store,
    clock,
    keys,
    signal,
    placement: placement(store, watchedUploads(arriving, log, clock)),
    named: new Set([...named, ...commits.flatMap((commit) => commit.named)]),
    warn: (message) => log.warning(message),
    committed({ title }) {
      journal.committed.add(title)
      log.info(`${title}: finished`)
    },
    checkStore: () => (checked ??= checkStore()),
  }
}

/** Heads change one by one: where one cannot, the others stay, and the error says which. */
export async function commitAll(
  commits: readonly PreparedCommit[],
  publisher: Publisher,
): Promise<readonly Committed[]> {
  const settled = await Promise.allSettled(
    commits.map(async (it) => {
      const committed = await it.commit(publisher)
      publisher.committed(it.repository)
      return committed
    }),
  )
  const [failed, ...others] = settled
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => reason as unknown)
  if (failed === undefined)
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const done = commits.filter((_, position) => settled[position]?.status === 'fulfilled')
  throw partly(failed, others, done)
}

/** The same, and then every noarch package in the rpm repositories of all architectures. */
export async function commitAndSpread(
  commits: readonly PreparedCommit[],
  publisher: Publisher,
  request: RepositoryRequest,
  { trust }: PublishingWorld,
  isNeeded: (committed: readonly Committed[]) => boolean = () => true,
): Promise<readonly Committed[]> {
  const spread = () => spreadNoarch(request, trust, publisher)
  const committed = await commitAll(commits, publisher).catch(async (error: unknown) => {
    // What was done nevertheless may be an architecture that lacks the noarch packages of its siblings.
    if (error instanceof PublishError && error.code === 'CONFLICT') await spread().catch(() => undefined)
    throw error
  })
  if (!isNeeded(committed)) return committed
  try {
    return [...committed, ...(await spread())]
  } catch (error) {
    throw partly(error, [], commits)
  }
}

/** An error that also says what else failed, and what is done nevertheless. */
function partly(
  failed: unknown,
  others: readonly unknown[],
  done: readonly Pick<PreparedCommit, 'repository'>[],
): unknown {
  if (!(failed instanceof PublishError)) return failed
  const messages = others.map((other) => (other instanceof Error ? other.message : String(other)))
  const also = [...new Set(messages)].filter((message) => message !== failed.message)
  const titles = done.map(({ repository }) => repository.title).join(', ')
  const parts = [failed.message, ...also, ...(titles === '' ? [] : [`Done nevertheless: ${titles}.`])]
  if (parts.length === 1) return failed
  return new PublishError(failed.code, parts.join(' '), { cause: failed })
}

/** Keys, .sources and .repo beside the repositories of a run, where they are not what they should be. */
export function writeClientFiles(
  request: RepositoryRequest,
  world: PublishingWorld,
  repositories: readonly Repository[],
): Promise<void> {
  const rpm = repositories.filter(({ format }) => format === 'rpm')
  const channels = formatChannels(request, repositories)
  const rpmFolders = [...new Set(rpm.map(({ tree }) => tree))]
  return world.log.group('Files for clients', async () => {
    const warnings = await publishClientFiles(request, { ...world, channels, rpmFolders })
    for (const warning of warnings) world.log.warning(warning)
  })
}

export function outcomesOf(committed: readonly Committed[]): readonly Outcome[] {
  return committed.flatMap(({ outcomes }) => outcomes)
}
