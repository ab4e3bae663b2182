import type { Clock } from '../clock.ts'
import { directoryStore } from './directory.ts'
import { endingClock } from './ending.ts'
import type { Location } from './location.ts'
import type { Store } from './store.ts'

/**
 * The store at a location. Nothing is asked of it yet; the client of buckets is loaded where there is one.
 *
 * @param over aborted where a run has failed: its requests that are still under way end, and none follows
 */
export async function openStore(location: Location, systemClock: Clock, over: AbortSignal): Promise<Store> {
  const clock = endingClock(systemClock, over)
  if (location.kind === 'directory') return directoryStore(location.path, clock)
  const { s3Store } = await import('./s3.ts')
  return s3Store(location, clock, over)
}
