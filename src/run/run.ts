import { systemClock } from '../clock.ts'
import { promote } from '../commands/promote.ts'
import { buildOnly, publish } from '../commands/publish.ts'
import { remove } from '../commands/remove.ts'
import type { CommandReport } from '../commands/report.ts'
import { republish } from '../commands/republish.ts'
import { rollback } from '../commands/rollback.ts'
import { verify } from '../commands/verify.ts'
import type { Scratch } from '../content.ts'
import type { ProjectEvent } from '../event.ts'
import type { InputTexts } from '../inputs.ts'
import type { Log } from '../report/log.ts'
import { type Request, readRequest } from '../request/request.ts'
import { sourceDate } from '../source-date.ts'
import { type Counts, NO_REQUESTS } from '../store/counting.ts'
import { locationOf } from '../store/location.ts'
import type { Planned } from '../store/planning.ts'
import type { World } from '../world.ts'
import { type Keys, assertMayGoWithoutKey, keyRequired, readKeys } from './keys.ts'
import { makeOutputFolder } from './output-folder.ts'
import { type Place, openPlace } from './place.ts'

/** The version of what is built and not published, where nothing else is known: a pull request has no tag. */
const UNRELEASED = '0.0.0'

/** Where a run happens: a runner, a terminal, a test. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly log: Log
  readonly scratch: Scratch
  readonly signal: AbortSignal
}

/** Everything that a run did, for outputs and for a person. */
export interface RunReport extends CommandReport {
  readonly request: Request
  readonly keyFingerprint: string
  readonly baseUrl: string | undefined
  readonly counts: Counts
  /** What a dry run would have written, in order. */
  readonly planned: readonly Planned[]
}

/** Carries out what the inputs ask for. */
export async function run(
  texts: InputTexts,
  event: ProjectEvent,
  surroundings: Surroundings,
): Promise<RunReport> {
  const { log } = surroundings
  const request = readRequest(texts, event)
  await makeOutputFolder(request, surroundings.cwd)
  const { keys, trust } = await readKeys(texts, log)
  const world = await worldOf(request, event, surroundings, { keys, trust })
  if (request.command === 'publish' && keys === undefined) {
    assertMayGoWithoutKey(request, event, log)
    return withoutStore(
      request,
      await buildOnly({ ...request, version: request.version ?? UNRELEASED }, world),
    )
  }
  return inStore(texts, request, world, surroundings)
}

async function worldOf(
  request: Request,
  event: ProjectEvent,
  surroundings: Surroundings,
  keys: Keys,
): Promise<World> {
  const { env, cwd } = surroundings
  const timeSeconds = await sourceDate(env['SOURCE_DATE_EPOCH'], tagsOf(request, event), cwd)
  const scratch = cancellable(surroundings.scratch, surroundings.signal)
  return { ...surroundings, ...keys, scratch, timeSeconds, clock: systemClock }
}

/** A scratch that ends with the run: building stops where it stands. */
function cancellable(scratch: Scratch, signal: AbortSignal): Scratch {
  async function* watched(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      signal.throwIfAborted()
      yield chunk
    }
  }
  return (chunks) => scratch(watched(chunks))
}

/** Names under which the version may be tagged. */
function tagsOf(request: Request, { tag }: ProjectEvent): readonly string[] {
  const packaging = request.command === 'republish' ? request.release : request
  if (packaging === undefined || !('version' in packaging)) return []
  const { releaseTag, version } = packaging
  const tags = version === undefined ? [] : [`v${version}`, version]
  return [releaseTag, tag, ...tags].filter((it) => it !== undefined)
}

function withoutStore(request: Request, report: CommandReport): RunReport {
  return { ...report, request, keyFingerprint: '', baseUrl: undefined, counts: NO_REQUESTS, planned: [] }
}

async function inStore(
  texts: InputTexts,
  request: Request,
  world: World,
  { env, cwd }: Surroundings,
): Promise<RunReport> {
  const place = await openPlace(request, locationOf(texts, env), cwd)
  const report = await carryOut(request, world, place)
  const { baseUrl, store, planning } = place
  return {
    ...report,
    request,
    keyFingerprint: world.keys?.fingerprint ?? '',
    baseUrl,
    counts: store.counts(),
    planned: planning?.planned ?? [],
  }
}

function carryOut(
  request: Request,
  world: World,
  place: Omit<Place, 'planning'>,
): Promise<CommandReport> {
  if (request.command === 'verify') return verify(request, { ...world, ...place })
  const { keys } = world
  if (keys === undefined) throw keyRequired(request.command)
  const publishing = { ...world, ...place, keys }
  switch (request.command) {
    case 'publish':
      return publish(request, publishing)
    case 'republish':
      return republish(request, publishing)
    case 'promote':
      return promote(request, publishing)
    case 'remove':
      return remove(request, publishing)
    case 'rollback':
      return rollback(request, publishing)
  }
}
