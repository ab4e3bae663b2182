import type { Clock } from '../clock.ts'
import { directoryStore } from './directory.ts'
import type { Location } from './location.ts'
import { s3Store } from './s3.ts'
import type { Store } from './store.ts'

/** The store at a location. Nothing is asked of it yet. */
export function openStore(location: Location, clock: Clock): Store {
  return location.kind === 'directory' ? directoryStore(location.path, clock) : s3Store(location, clock)
}
