import { abreast } from '../abreast.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'
import { type Examined, examine } from './repository.ts'
import { MOST_ROUNDS, afterPause, isMoving, isQuiet } from './rounds.ts'

/** Each checks its packages several at a time. */
export const REPOSITORIES_AT_ONCE = 2

/** Repositories as they were examined at last, and what was found in what they have in common. */
export interface ExaminedAcross {
  readonly examined: readonly Examined[]
  readonly findings: readonly Finding[]
}

/**
 * Checks what several repositories have in common. Heads do not change together, and files for clients are written after
 * all of them: what is found while somebody publishes is looked at again, with those heads that are new.
 */
export async function examineAcross(
  examined: readonly Examined[],
  check: (examined: readonly Examined[]) => Promise<readonly Finding[]>,
  ground: Ground,
): Promise<ExaminedAcross> {
  for (let round = 1; ; round += 1) {
    const findings = await check(examined)
    if (round === MOST_ROUNDS || isQuiet(findings)) return { examined, findings }
    const moving = await Promise.all(examined.map((it) => isMoving(it, ground)))
    if (!moving.includes(true)) return { examined, findings }
    ground = await afterPause(ground)
    const later = ground
    examined = await abreast(examined, REPOSITORIES_AT_ONCE, (it) => current(it, later))
  }
}

async function current(it: Examined, ground: Ground): Promise<Examined> {
  const head = await ground.store.head(it.repository.headKey)
  return head?.etag === it.etag ? it : examine(it.repository, ground)
}
