import type { Chance } from './chance.ts'
import type { Scheduler } from './scheduler.ts'

/** What ends a process before its time: at a request, counted from 1. */
export interface Ending {
  readonly kind: 'killed' | 'cancelled'
  readonly atRequest: number
}

/** One run of the program on a runner of its own. */
export interface SimulatedProcess {
  readonly name: string
  /** Kept only by the process itself: what of it is pending goes with it. */
  readonly isGone: boolean
  /** Counts a request; false where the process is gone, killed at this very one perhaps. */
  begin(): boolean
  /** The signal that SIGTERM aborts. */
  readonly signal: AbortSignal
  /** Kept when the process is killed. */
  readonly killed: Promise<void>
}

/** Of the requests that are on their way when a process dies, so many arrive. */
const ARRIVES_NEVERTHELESS = 0.5
const ARRIVES_WITHIN_MS = 60_000

export function simulatedProcess(
  name: string,
  scheduler: Scheduler,
  chance: Chance,
  ending: Ending | undefined,
  cancelled: () => Error,
): SimulatedProcess {
  const controller = new AbortController()
  const { promise: killed, resolve } = Promise.withResolvers<void>()
  let [requests, isGone] = [0, false]

  function die(): void {
    isGone = true
    for (const { kind, go } of scheduler.drop(it)) {
      if (kind !== 'call' || !chance.isTrue(ARRIVES_NEVERTHELESS)) continue
      scheduler.add('late', undefined, chance.below(ARRIVES_WITHIN_MS), go)
    }
    resolve()
  }
  const it: SimulatedProcess = {
    name,
    signal: controller.signal,
    killed,
    get isGone() {
      return isGone
    },
    begin() {
      requests += 1
      if (ending?.atRequest === requests) {
        if (ending.kind === 'killed') die()
        else controller.abort(cancelled())
      }
      return !isGone
    },
  }
  return it
}
