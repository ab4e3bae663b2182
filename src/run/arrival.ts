import { type CheckGround, type Installation, checkInstalls } from '../check-install/check.ts'
import { type Engine, findEngine } from '../check-install/engine.ts'
import { installOrder } from '../check-install/order.ts'
import { type PurgeAccess, purge } from '../cloudflare/purge.ts'
import type { CommandReport } from '../commands/report.ts'
import { PublishError } from '../errors.ts'
import { keyFiles } from '../openpgp/trust.ts'
import { publicClient } from '../readback/answer.ts'
import type { ReadBack } from '../readback/finding.ts'
import { readBack } from '../readback/read-back.ts'
import type { Request } from '../request/request.ts'
import { counted } from '../words.ts'
import type { World } from '../world.ts'
import type { Place } from './place.ts'

/** How what was published arrives at clients. */
export interface Arrival {
  /** Undefined where no web server was asked. */
  readonly readBack: ReadBack | undefined
  readonly installations: readonly Installation[]
}

/** What a run needs after its commit, found out before anything is written. */
export interface ArrivalPlan {
  readonly purge: PurgeAccess | undefined
  /** Undefined where nothing is to be installed. */
  readonly engine: Engine | undefined
}

/** @throws PublishError `INPUT` where containers are asked for and cannot be had */
export async function planArrival(
  request: Request,
  access: PurgeAccess | undefined,
  baseUrl: string | undefined,
  env: World['env'],
): Promise<ArrivalPlan> {
  const isChecked = request.checkInstall.length > 0 && !request.dryRun && request.command !== 'verify'
  if (isChecked && baseUrl === undefined) {
    throw new PublishError(
      'INPUT',
      'check-install needs public-url: it installs from where clients find what is published.',
    )
  }
  return { purge: access, engine: isChecked ? await findEngine(env) : undefined }
}

/** After the commit: purges caches of what was replaced, reads back as a client, and installs in containers. */
export async function arrive(
  { committed }: CommandReport,
  request: Request,
  world: World,
  place: Place,
  plan: ArrivalPlan,
): Promise<Arrival | undefined> {
  const { baseUrl } = place
  if (committed === undefined || request.dryRun || baseUrl === undefined) return undefined
  if (plan.purge !== undefined) await purgeReplaced(plan.purge, baseUrl, world, place)
  const read =
    request.publicUrl === undefined ? undefined : await readPublished(committed, request, world, place)
  const installations = plan.engine && (await install(committed, request, world, baseUrl, plan.engine))
  return { readBack: read, installations: installations ?? [] }
}

/** Undefined where nothing is to be installed: no image is pulled for that. */
async function install(
  committed: Committed,
  request: Request,
  world: World,
  baseUrl: string,
  engine: Engine,
): Promise<readonly Installation[] | undefined> {
  const order = installOrder(committed, request, baseUrl, keyFiles(world.trust).armored)
  if (order.apt.packages.length + order.rpm.packages.length === 0) {
    world.log.info('This run leaves no package to install: no container is started.')
    return undefined
  }
  return checkInstalls(request.checkInstall, order, { ...world, baseUrl, engine } satisfies CheckGround)
}

type Committed = NonNullable<CommandReport['committed']>

async function purgeReplaced(
  access: PurgeAccess,
  baseUrl: string,
  { log, signal }: World,
  { replaced }: Place,
): Promise<void> {
  if (replaced.size === 0) return
  await log.group('Cache of Cloudflare', async () => {
    try {
      const urls = await purge([...replaced], baseUrl, access, signal)
      log.info(`Purged ${counted(urls, 'URL')}.`)
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== 'CLIENT') throw error
      log.warning(`The cache was not purged: ${error.message} What is published is published all the same.`)
    }
  })
}

/** The commands that write the files for clients, the keys among them. */
const WITH_KEYS: ReadonlySet<Request['command']> = new Set(['publish', 'promote', 'republish'])

async function readPublished(
  committed: Committed,
  request: Request,
  { log, clock, signal, trust, keys }: World,
  { baseUrl = '', prefix }: Place,
): Promise<ReadBack | undefined> {
  if (keys === undefined) return undefined
  return log.group('Reading back', async () => {
    const read = await readBack(committed, {
      ask: publicClient(signal),
      place: { baseUrl, prefix },
      trust,
      keys,
      keyFile: WITH_KEYS.has(request.command) ? `${request.repositoryName}.asc` : undefined,
      patience: { clock, signal, say: (message) => log.info(message) },
    })
    for (const sentence of read.confirmed) log.info(sentence)
    for (const { severity, url, seen, remedy } of read.findings) log[severity](`${url}: ${seen} ${remedy}`)
    return read
  })
}
