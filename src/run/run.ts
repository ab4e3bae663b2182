import { purgeAccess } from '../cloudflare/access.ts'
import { carryOut } from '../commands/command.ts'
import { buildOnly } from '../commands/publish.ts'
import type { CommandReport } from '../commands/report.ts'
import type { ProjectEvent } from '../event.ts'
import type { InputTexts } from '../inputs.ts'
import { notingLog } from '../report/log.ts'
import { type Request, packagingOf, readRequest } from '../request/request.ts'
import { type Counts, NO_REQUESTS } from '../store/counting.ts'
import { locationOf } from '../store/location.ts'
import type { Planned } from '../store/planning.ts'
import type { World } from '../world.ts'
import { type Arrival, arrive, planArrival } from './arrival.ts'
import { readKeys, whyUnpublished } from './keys.ts'
import { makeOutputFolder } from './output-folder.ts'
import { type Place, openPlace } from './place.ts'
import type { Surroundings } from './surroundings.ts'
import { openWorld } from './world.ts'

/** The version of what is built and not published, where nothing else is known: a pull request has no tag. */
const UNRELEASED = '0.0.0'

/** Everything that a run did, for outputs and for a person. */
export interface RunReport extends CommandReport {
  readonly request: Request
  /** Why it only built and checked; undefined where it did not. */
  readonly whyUnpublished?: string
  readonly keyFingerprint: string
  /** Undefined where the run only built and checked. */
  readonly storeName: string | undefined
  readonly baseUrl: string | undefined
  readonly counts: Counts
  /** Undefined where nothing was published, or nobody said where clients find it. */
  readonly arrival?: Arrival | undefined
  readonly warnings: readonly string[]
  /** What a dry run would have written, in order. */
  readonly planned: readonly Planned[]
}

/** Carries out what the inputs ask for. */
export async function run(
  texts: InputTexts,
  event: ProjectEvent,
  surroundings: Surroundings,
): Promise<RunReport> {
  const { warnings } = surroundings.journal
  const log = notingLog(surroundings.log, warnings)
  return { ...(await runNoting(texts, event, { ...surroundings, log })), warnings }
}

async function runNoting(
  texts: InputTexts,
  event: ProjectEvent,
  surroundings: Surroundings,
): Promise<UnnotedReport> {
  const { log, journal } = surroundings
  const request = readRequest(texts, event)
  journal.request = request
  await makeOutputFolder(request, surroundings.cwd)
  const { keys, trust } = await readKeys(texts, log)
  const why = whyUnpublished(request, event, keys)
  if (why === undefined) {
    return inStore(
      texts,
      request,
      openWorld(texts, request, event, surroundings, { keys, trust }),
      surroundings,
    )
  }
  const built = packagingOf(request) === undefined ? '' : ' Packages are built and checked.'
  log.notice(`Nothing is published: ${why}.${built}`)
  const world = await openWorld(texts, request, event, surroundings, { keys: undefined, trust })
  return withoutStore(request, why, await builtOnly(request, world))
}

async function builtOnly(request: Request, world: World): Promise<CommandReport> {
  const packaging = packagingOf(request)
  if (packaging === undefined) return { packages: undefined, entries: [] }
  const { channels } = request
  return buildOnly({ ...packaging, channels, version: packaging.version ?? UNRELEASED }, world)
}

type UnnotedReport = Omit<RunReport, 'warnings'>

function withoutStore(request: Request, whyUnpublished: string, report: CommandReport): UnnotedReport {
  const nowhere = { keyFingerprint: '', storeName: undefined, baseUrl: undefined }
  return { ...report, ...nowhere, whyUnpublished, request, counts: NO_REQUESTS, planned: [] }
}

/**
 * A failure does not wait for the rest of the store's answers, so they are waited for by nobody: no request goes on.
 *
 * @param opening the world asks git for a time: meanwhile the client of buckets is loaded
 */
async function inStore(
  texts: InputTexts,
  request: Request,
  opening: Promise<World>,
  surroundings: Surroundings,
): Promise<UnnotedReport> {
  const over = new AbortController()
  const placed = async () =>
    openPlace(request, locationOf(texts, surroundings.env), surroundings.cwd, over.signal)
  try {
    const [world, place] = await Promise.all([opening, placed()])
    return await inPlace(texts, request, world, surroundings, place)
  } catch (error) {
    over.abort()
    throw error
  }
}

async function inPlace(
  texts: InputTexts,
  request: Request,
  world: World,
  { env, journal, cloudflareApi }: Surroundings,
  place: Place,
): Promise<UnnotedReport> {
  const { baseUrl, store, planning } = place
  journal.storeName = store.name
  journal.counts = () => store.counts()
  const plan = await planArrival(request, purgeAccess(texts, cloudflareApi), baseUrl, env)
  const report = await carryOut(request, world, place)
  return {
    ...report,
    request,
    keyFingerprint: world.keys?.fingerprint ?? '',
    storeName: store.name,
    baseUrl,
    counts: store.counts(),
    arrival: await arrive(report, request, world, place, plan),
    planned: planning?.planned ?? [],
  }
}
