import { abreast } from '../abreast.ts'
import { PublishError } from '../errors.ts'
import type { Repository } from '../repository/repository.ts'
import type { VerifyRequest } from '../request/request.ts'
import { REPOSITORIES_AT_ONCE, examineAcross } from '../verification/across.ts'
import { clientFileFindings } from '../verification/client-files.ts'
import { conditionFindings } from '../verification/conditions.ts'
import { bySeverity, countOf } from '../verification/finding.ts'
import type { Ground } from '../verification/ground.ts'
import { expiryFindings } from '../verification/keys.ts'
import { noarchFindings } from '../verification/noarch.ts'
import { type Examined, examine } from '../verification/repository.ts'
import { storedObjects } from '../verification/stored-objects.ts'
import { type Traced, tracedRepositories } from '../verification/traces.ts'
import { unnamedFindings } from '../verification/unnamed.ts'
import type { Verification } from '../verification/verdict.ts'
import type { ReadingWorld } from '../world.ts'
import { counted } from '../words.ts'
import type { CommandReport } from './report.ts'

const DAY_SECONDS = 24 * 60 * 60

/**
 * Reads what is published as a client does, with public keys alone, and says what is wrong and which command would mend
 * it. Repairs nothing; what is damaged is a finding and no error.
 *
 * @throws PublishError `INPUT` for a channel of which nothing is published
 */
export async function verify(request: VerifyRequest, world: ReadingWorld): Promise<CommandReport> {
  if (world.trust.length === 0) {
    throw new PublishError(
      'INPUT',
      'trusted-keys is required to verify: the armored public keys that sign the repository (or gpg-private-key, of which the public part is used)',
    )
  }
  const verification = await world.log.group('Published state', () => verificationOf(request, world))
  return { packages: undefined, entries: [], verification }
}

async function verificationOf(request: VerifyRequest, world: ReadingWorld): Promise<Verification> {
  const { traced, untraced } = await repositoriesOf(request, world)
  const { store, clock, signal, baseUrl } = world
  const graceSeconds = request.graceDays * DAY_SECONDS
  const objects = storedObjects(store, signal)
  const ground: Ground = { ...world, objects, graceSeconds, deep: request.deep }
  const first = await abreast(traced, REPOSITORIES_AT_ONCE, async (repository) => {
    const it = await examine(repository, ground)
    announce(it, world)
    return it
  })
  const across = async (them: readonly Examined[]) => [
    ...noarchFindings(them),
    ...(await clientFileFindings(request, baseUrl, them, ground)),
  ]
  const { examined, findings: common } = await examineAcross(first, across, ground)
  const findings = bySeverity([
    ...(await conditionFindings(store.name, world.checkStore)),
    ...examined.flatMap((it) => it.findings),
    ...common,
    ...expiryFindings(examined.map(signedHead), clock.now()),
    ...(await unnamedFindings(request, ground, examined, untraced)),
  ])
  const isSound = countOf(findings, 'error') === 0
  return { isSound, findings, repositories: examined.map(({ verdict }) => verdict) }
}

async function repositoriesOf(request: VerifyRequest, world: ReadingWorld): Promise<Traced> {
  const channels = await Promise.all(
    request.channels.map(async (channel) => {
      const found = await tracedRepositories(request, world, channel)
      if (found.traced.length > 0) return found
      throw new PublishError(
        'INPUT',
        `channels has ${channel}, of which nothing is published in ${world.store.name}; check channels, apt-path and rpm-path.`,
      )
    }),
  )
  return {
    traced: distinct(channels.flatMap(({ traced }) => traced)),
    untraced: distinct(channels.flatMap(({ untraced }) => untraced)),
  }
}

/** Without {channel} in rpm-path there is one rpm repository. */
function distinct(repositories: readonly Repository[]): readonly Repository[] {
  return [...new Map(repositories.map((it) => [it.headKey, it])).values()]
}

function announce({ repository, verdict, findings }: Examined, { log }: ReadingWorld): void {
  const errors = countOf(findings, 'error')
  const state = errors === 0 ? 'sound' : counted(errors, 'error')
  log.info(`${repository.title}: ${counted(verdict.packages, 'package')}, ${state}`)
}

function signedHead({ repository: { title, headKey }, signers }: Examined) {
  return { title, headKey, signers }
}
