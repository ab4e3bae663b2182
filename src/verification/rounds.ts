import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'
import { storedObjects } from './stored-objects.ts'

/** So often is looked again at what a publish that runs meanwhile may explain. */
export const MOST_ROUNDS = 3
/** A head that young may still be waiting for its aliases, and for what is written after all heads of its run. */
const YOUNG_SECONDS = 60
const PAUSE_MS = 5_000

/** Whether nothing was found that has to be looked at again. */
export function isQuiet(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity === 'notice')
}

/** Whether a head is no longer the one that was examined, or so young that its publish may not be over. */
export async function isMoving(
  {
    repository,
    etag,
  }: { readonly repository: { readonly headKey: string }; readonly etag: string | undefined },
  { store, clock }: Ground,
): Promise<boolean> {
  const now = await store.head(repository.headKey)
  const ageSeconds = (clock.now() - (now?.lastModified.getTime() ?? 0)) / 1000
  return now?.etag !== etag || ageSeconds <= YOUNG_SECONDS
}

/** Some seconds later, with nothing known of any object. */
export async function afterPause(ground: Ground): Promise<Ground> {
  await ground.clock.sleep(PAUSE_MS, ground.signal)
  return { ...ground, objects: storedObjects(ground.store, ground.signal) }
}
