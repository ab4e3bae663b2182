import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { systemClock } from '../clock.ts'
import { LIMITS } from '../limits.ts'
import type { Request } from '../request/request.ts'
import { boundedStore } from '../store/bounded.ts'
import { checkConditions } from '../store/conditions.ts'
import { type CountingStore, countingStore } from '../store/counting.ts'
import type { Location } from '../store/location.ts'
import { notingStore } from '../store/noting.ts'
import { openStore } from '../store/open.ts'
import { type PlanningStore, planningStore } from '../store/planning.ts'

/** Where a run publishes to. */
export interface Place {
  readonly store: CountingStore
  /** What notes instead of writing; undefined where it is no dry run. */
  readonly planning: PlanningStore | undefined
  readonly baseUrl: string | undefined
  /** Of the repository in its bucket, without slashes at its ends; empty for the root, and for a directory. */
  readonly prefix: string
  /** Keys of what the run has replaced so far. */
  readonly replaced: ReadonlySet<string>
  readonly keepsMetadata: boolean
  readonly checkStore: () => Promise<void>
}

/**
 * @param cwd a directory is meant from there, where the artifacts are
 * @param over ends what is asked of the store
 */
export async function openPlace(
  request: Request,
  location: Location,
  cwd: string,
  over: AbortSignal,
): Promise<Place> {
  const at = inFolder(location, cwd)
  const opened = boundedStore(await openStore(at, systemClock, over), LIMITS.parallelRequests, over)
  const planning = request.dryRun ? planningStore(opened) : undefined
  const replaced = new Set<string>()
  return {
    store: countingStore(notingStore(planning ?? opened, replaced)),
    planning,
    baseUrl: request.publicUrl ?? directoryUrl(at),
    prefix: at.kind === 'directory' ? '' : at.prefix,
    replaced,
    keepsMetadata: at.kind !== 'directory',
    // Not through the counting store: what it writes to try the store is no upload of anybody's.
    checkStore: async () => {
      if (!request.dryRun) await checkConditions(opened, randomBytes(8).toString('hex'), systemClock)
    },
  }
}

function inFolder(location: Location, cwd: string): Location {
  return location.kind === 'directory' ? { ...location, path: resolve(cwd, location.path) } : location
}

/** A directory is its own web server, to those who can see it. */
function directoryUrl(location: Location): string | undefined {
  return location.kind === 'directory' ? pathToFileURL(location.path).href.replace(/\/+$/, '') : undefined
}
