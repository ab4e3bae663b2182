import type { ListedPackage } from '../package.ts'
import { entriesOf } from '../report/entries.ts'
import { publishedRepositoriesOf } from '../repository/channels.ts'
import { type PreparedCommit, prepare } from '../repository/commit/commit.ts'
import { removal } from '../repository/goals/removal.ts'
import { readableCopies } from '../repository/heads/succession.ts'
import { NOTHING, type Repository } from '../repository/repository.ts'
import type { RemoveRequest } from '../request/request.ts'
import { type PackagePattern, assertAllMatch, patternsOfNone } from '../request/selection.ts'
import { theChannels } from '../words.ts'
import type { PublishingWorld } from '../world.ts'
import { collect } from './collecting.ts'
import { announce, beforeAnyWrite, commitAll, outcomesOf, publisherOf, writePage } from './committing.ts'
import type { CommandReport } from './report.ts'

/** Looks again so often whether another run brought a noarch package back from a sibling that still listed it. */
const MOST_ROUNDS = 5

/**
 * Takes packages out of the indexes of every channel. Their files stay until they are collected, for clients that
 * hold the state before.
 */
export async function remove(request: RemoveRequest, world: PublishingWorld): Promise<CommandReport> {
  const { log } = world
  // 2 open
  const commits = await beforeAnyWrite(log, () => prepareAll(request, world))
  await announce(world, commits, request)
  // 3 add, 4 render, 5 swap
  const publisher = publisherOf(world, commits)
  const committed = await log.group('Commit', async () => {
    const done = [...(await commitAll(commits, publisher))]
    for (let round = 1; round < MOST_ROUNDS && removesNoarch(done); round += 1) {
      const left = (await prepareEach(request, world)).filter(({ outcomes }) => outcomes.length > 0)
      if (left.length === 0) break
      done.push(...(await commitAll(left, publisher)))
    }
    return done
  })
  await writePage(request, world, committed)
  await collect(request, world, committed)
  return { packages: undefined, entries: entriesOf(outcomesOf(committed), world.baseUrl), committed }
}

async function prepareAll(
  request: RemoveRequest,
  world: PublishingWorld,
): Promise<readonly PreparedCommit[]> {
  const commits = await prepareEach(request, world)
  const removed = commits.flatMap(({ outcomes }) => outcomes.map(({ pkg }) => pkg))
  const idle = patternsOfNone(request.packages, removed)
  if (idle.length === 0) return commits
  const before = await Promise.all(commits.map(({ repository }) => listedBefore(repository)))
  assertAllMatch(idle, before.flat(), theChannels(request.channels))
  world.log.notice(`${alreadyRemoved(idle)} What that run left undone is done now.`)
  return commits
}

/**
 * What the head before the one in force listed: a removal that is run again, because it was killed or out of habit,
 * has done its work there, and has aliases and a page to finish.
 */
async function listedBefore(repository: Repository): Promise<readonly ListedPackage[]> {
  const { head, copies } = await repository.open(NOTHING)
  const previous = copies.filter(({ id }) => id === head?.previous)
  const [copy] = await readableCopies(repository, previous)
  return copy === undefined ? [] : (await copy.listing()).listed()
}

function alreadyRemoved(patterns: readonly PackagePattern[]): string {
  const texts = patterns.map(({ text }) => JSON.stringify(text)).join(', ')
  return `packages has ${texts}, which the last run took out already.`
}

async function prepareEach(
  request: RemoveRequest,
  world: PublishingWorld,
): Promise<readonly PreparedCommit[]> {
  const channels = await Promise.all(
    request.channels.map((channel) => publishedRepositoriesOf(request, world, channel, 'channels')),
  )
  return Promise.all(
    channels.flat().map((repository) => prepare(repository, removal(request.packages, repository.title))),
  )
}

function removesNoarch(committed: Parameters<typeof outcomesOf>[0]): boolean {
  return outcomesOf(committed).some(({ pkg }) => pkg.format === 'rpm' && pkg.arch === 'noarch')
}
