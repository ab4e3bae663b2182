import { PublishError } from '../errors.ts'
import { entriesOf } from '../report/entries.ts'
import { publishedRepositoriesOf } from '../repository/channels.ts'
import { type PreparedCommit, prepare } from '../repository/commit/commit.ts'
import { idsInForce, readableCopies } from '../repository/heads/succession.ts'
import type { Head, HeadCopy } from '../repository/heads/head.ts'
import { NOTHING, type Repository } from '../repository/repository.ts'
import { restoration } from '../repository/goals/restoration.ts'
import type { RollbackRequest } from '../request/request.ts'
import { theChannels } from '../words.ts'
import type { PublishingWorld } from '../world.ts'
import { announce, beforeAnyWrite, commitAll, outcomesOf, publisherOf, writePage } from './committing.ts'
import type { CommandReport } from './report.ts'

/** A repository, and the earlier head whose packages it is to have again. */
interface Return {
  readonly repository: Repository
  readonly copy: HeadCopy
}

/**
 * Publishes the packages of an earlier head again, with a new stamp: clients take it for what it is, the newest state.
 */
export async function rollback(request: RollbackRequest, world: PublishingWorld): Promise<CommandReport> {
  const { log } = world
  // 2 open
  const commits = await beforeAnyWrite(log, async () => prepareAll(await returns(request, world), world))
  await announce(world, commits, request)
  // 3 add, 4 render, 5 swap
  const committed = await log.group('Commit', () => commitAll(commits, publisherOf(world, commits)))
  await writePage(request, world, committed)
  const outcomes = outcomesOf(committed).filter(({ status }) => status !== 'unchanged')
  return { packages: undefined, entries: entriesOf(outcomes, world.baseUrl), committed }
}

async function prepareAll(
  wanted: readonly Return[],
  { store, log }: PublishingWorld,
): Promise<readonly PreparedCommit[]> {
  return Promise.all(
    wanted.map(async ({ repository, copy: { id, stampSeconds } }) => {
      log.info(`${repository.title}: back to ${id} of ${new Date(stampSeconds * 1000).toISOString()}`)
      const earlier = await (await repository.openCopy(id)).listing()
      return prepare(repository, restoration(id, earlier.listed(), store))
    }),
  )
}

async function returns(request: RollbackRequest, world: PublishingWorld): Promise<readonly Return[]> {
  const repositories = await Promise.all(
    request.channels.map((channel) => publishedRepositoriesOf(request, world, channel, 'channels')),
  )
  const states = await Promise.all(
    repositories.flat().map(async (repository) => {
      const { head, copies } = await repository.open(NOTHING)
      return { repository, head, copies, ids: copies.map(({ id }) => id) }
    }),
  )
  return request.to === undefined
    ? toPrevious(request, states, world)
    : toIds(request, request.to, states, world)
}

interface State {
  readonly repository: Repository
  readonly head: Head | undefined
  readonly copies: readonly HeadCopy[]
  /** Of the copies. */
  readonly ids: readonly string[]
}

function toPrevious(
  { channels }: RollbackRequest,
  states: readonly State[],
  { log }: PublishingWorld,
): readonly Return[] {
  const found = states.flatMap(({ repository, head, copies }) => {
    const previous = head?.previous
    const copy = copies.find(({ id }) => id === previous)
    if (copy !== undefined) return [{ repository, copy }]
    const why = previous === undefined ? 'it had none' : `the copy of ${previous} is not kept any more`
    log.notice(`The ${repository.title} has no earlier head to go back to: ${why}.`)
    return []
  })
  if (found.length > 0) return found
  throw new PublishError(
    'INPUT',
    `to is previous, but no repository of ${theChannels(channels)} has an earlier head to go back to.`,
  )
}

async function toIds(
  { channels }: RollbackRequest,
  ids: readonly string[],
  states: readonly State[],
  world: PublishingWorld,
): Promise<readonly Return[]> {
  const found = await Promise.all(ids.map((id) => returnsTo(id, channels, states, world)))
  const goals = Map.groupBy(found.flat(), ({ repository }) => repository.headKey)
  const torn = [...goals.values()].find((several) => several.length > 1)
  if (torn !== undefined) throw severalIds(torn)
  return found.flat()
}

/** Repositories of one content have heads of one ID: those of two architectures with the same noarch packages. */
async function returnsTo(
  id: string,
  channels: readonly string[],
  states: readonly State[],
  world: PublishingWorld,
): Promise<readonly Return[]> {
  const having = states.filter(({ ids }) => ids.includes(id))
  const [first] = having
  if (first === undefined) throw unknownId(id, channels, states, world)
  const inForce = await Promise.all(having.map(async (state) => (await returnable(state)).includes(id)))
  if (!inForce.includes(true)) throw await neverInForce(id, first)
  return having
    .filter((_, at) => inForce[at])
    .flatMap(({ repository, copies }) =>
      copies.filter((copy) => copy.id === id).map((copy) => ({ repository, copy })),
    )
}

/** Those that were in force for certain: the writer of another copy lost its swap, or crashed before it. */
async function returnable({ repository, head, copies, ids }: State): Promise<readonly string[]> {
  const inForce = idsInForce(head, await readableCopies(repository, copies))
  return ids.filter((id) => inForce.has(id))
}

function unknownId(
  id: string,
  channels: readonly string[],
  states: readonly State[],
  { store }: PublishingWorld,
): PublishError {
  const known = states.map(({ repository, ids, head }) => {
    const others = ids.filter((other) => other !== head?.id)
    return `${repository.title}: ${others.join(', ') || 'none'}`
  })
  return new PublishError(
    'INPUT',
    `to is ${id}, of which ${theChannels(channels)} in ${store.name} ${channels.length === 1 ? 'has' : 'have'} no copy. Earlier heads there are of ${known.join('; ')}.`,
  )
}

function severalIds(returns: readonly Return[]): PublishError {
  const ids = returns.map(({ copy }) => copy.id).join(' and ')
  return new PublishError(
    'INPUT',
    `to has ${ids}, all of the ${returns[0]?.repository.title}, which can go back to one of them only.`,
  )
}

async function neverInForce(id: string, state: State): Promise<PublishError> {
  const others = (await returnable(state)).filter((other) => other !== state.head?.id)
  return new PublishError(
    'INPUT',
    `to is ${id}, of which the ${state.repository.title} has a copy that no head says it replaced: its writer lost the ` +
      `race or crashed, and no client ever saw that state. Go back to one of ${others.join(', ') || 'none'}.`,
  )
}
