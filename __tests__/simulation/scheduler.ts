import type { Chance } from './chance.ts'
import { whenIdle } from './idle.ts'
import type { Trace } from './trace.ts'

/**
 * - `call`: a request on its way to the store
 * - `answer`: its answer, on the way back
 * - `sleep`: somebody waits
 * - `late`: a request whose sender waits no longer, or is gone
 */
type Kind = 'call' | 'answer' | 'sleep' | 'late'

/** Something that will happen, and that the scheduler lets happen when it likes. */
export interface Pending {
  readonly kind: Kind
  /** Whose death takes it along; undefined for what nobody waits for. */
  readonly owner: object | undefined
  readonly go: () => void
  dueMs: number
}

/** Time, and the order of all that happens. */
export interface Scheduler {
  /** The store's clock, in milliseconds. */
  now(): number
  add(kind: Kind, owner: object | undefined, delayMs: number, go: () => void): Pending
  /** Takes back what has not happened yet, and gives it. */
  drop(owner: object): readonly Pending[]
  /** Lets things happen until nothing is left, or `isOver`. */
  run(isOver: () => boolean): Promise<void>
  readonly steps: number
}

/** More would be a hang. */
const MOST_STEPS = 400_000
/** How often a sleeper is woken before others who should have been: his machine was fast, theirs stood still. */
const EARLY_WAKING = 0.02

/**
 * @param inOrder how often what is due first happens first, from 0 to 1; else anything that is under way may
 */
export function scheduler(startMs: number, chance: Chance, inOrder: number, trace: Trace): Scheduler {
  const pending: Pending[] = []
  let [now, steps] = [startMs, 0]

  function choose(): number {
    if (!chance.isTrue(inOrder)) {
      const wakes = chance.isTrue(EARLY_WAKING)
      const open = [...pending.keys()].filter((position) => wakes || pending[position]?.kind !== 'sleep')
      if (open.length > 0) return chance.pick(open)
    }
    const dueMs = Math.min(...pending.map((it) => it.dueMs))
    return pending.findIndex((it) => it.dueMs === dueMs)
  }
  function step(isOver: () => boolean): 'more' | 'last' {
    if (isOver() || pending.length === 0) return 'last'
    const [next] = pending.splice(choose(), 1)
    steps += 1
    if (steps > MOST_STEPS) throw new Error(`it hangs: ${MOST_STEPS} steps, and no end`)
    now = Math.max(now, next?.dueMs ?? 0)
    trace.at(now)
    next?.go()
    return 'more'
  }
  return {
    now: () => now,
    add(kind, owner, delayMs, go) {
      const it: Pending = { kind, owner, go, dueMs: now + delayMs }
      pending.push(it)
      return it
    },
    drop(owner) {
      const dropped = pending.filter((it) => it.owner === owner)
      for (const it of dropped) pending.splice(pending.indexOf(it), 1)
      return dropped
    },
    run: (isOver) => whenIdle(() => step(isOver)),
    get steps() {
      return steps
    },
  }
}
