import type { Rules } from './collection.ts'
import {
  type Collector,
  type Dated,
  GRACE_UNITS,
  NOT_PUBLISHED,
  RUN_UNITS,
  type State,
  type Target,
  dating,
  excluding,
  headOf,
  replaced,
  timeOf,
  unitOf,
} from './collection-state.ts'
import type { Step } from './search.ts'

export const IDLE_COLLECTOR: Collector = { at: 'idle', since: 0, heads: [], copies: [], targets: [] }

/** What a collector can do next. */
export function collectorSteps(state: State, position: number, rules: Rules): Step<State>[] {
  const collector = state.collectors[position] as Collector
  const to = (does: string, next: Collector, change: Partial<State> = {}): Step<State> => ({
    by: `collector ${position + 1}`,
    does,
    to: { ...state, ...change, collectors: replaced(state.collectors, position, next) },
  })
  if (collector.at === 'idle') return begun(state, to, rules)
  return worked(state, collector, to, rules)
}

type To = (does: string, next: Collector, change?: Partial<State>) => Step<State>

function begun(state: State, to: To, rules: Rules): Step<State>[] {
  if (state.left.collections === 0) return []
  const left = { ...state.left, collections: state.left.collections - 1 }
  const collector: Collector = { ...IDLE_COLLECTOR, at: 'heads', since: state.now }
  if (!rules.copiesFirst) return [to('begins', collector, { left })]
  return [to('begins, and reads the copies', { ...collector, copies: state.copies }, { left })]
}

function worked(state: State, collector: Collector, to: To, rules: Rules): Step<State>[] {
  switch (collector.at) {
    case 'idle':
      return []
    case 'heads':
      return [readHead(state, collector, to, rules)]
    case 'copies': {
      const read = rules.copiesFirst ? collector : { ...collector, copies: state.copies }
      const targets = targetsOf(state, read, rules)
      if (targets.length === 0) return [to('finds nothing to collect', IDLE_COLLECTOR)]
      return [to('reads the copies', { ...collector, at: 'mark', heads: [], copies: [], targets })]
    }
    case 'mark':
      return [marked(state, collector, to, rules)]
    case 'again':
      return [readAgain(state, collector, to)]
    case 'delete':
      return deleted(state, collector, to, rules)
  }
}

function readHead(state: State, collector: Collector, to: To, { copiesFirst }: Rules): Step<State> {
  const suite = collector.heads.length
  const heads = [...collector.heads, state.heads[suite] as number]
  const at = heads.length < state.heads.length ? 'heads' : 'copies'
  return to(`reads the head of suite ${suite}${copiesFirst ? ', after the copies' : ''}`, {
    ...collector,
    at,
    heads,
  })
}

function marked(state: State, collector: Collector, to: To, rules: Rules): Step<State> {
  const next: Collector = { ...collector, at: rules.readsAgain ? 'again' : 'delete' }
  if (!rules.marks) return to('writes no mark', next)
  const keys = collector.targets.filter(({ kind }) => kind === 'package').map(({ number }) => number)
  const marks = keys.reduce<readonly Dated[]>((all, key) => dating(all, key, state.now), state.marks)
  return to(`marks the keys ${keys.join(', ') || 'of no package'}`, next, { marks })
}

function readAgain(state: State, collector: Collector, to: To): Step<State> {
  const named = new Set(state.heads.map((number) => headOf(number).key))
  const targets = collector.targets.filter(({ kind, number }) => kind !== 'package' || !named.has(number))
  return to('reads the heads again', { ...collector, at: 'delete', targets })
}

function deleted(state: State, collector: Collector, to: To, rules: Rules): Step<State>[] {
  const [target, ...targets] = collector.targets
  if (target === undefined) return [to('is done', IDLE_COLLECTOR)]
  const next = { ...collector, targets }
  const does = `deletes ${target.kind} ${target.number}`
  const change = without(state, target)
  if (state.left.lost === 0 || target.kind === 'copy') return [to(does, next, change)]
  const left = { ...state.left, lost: state.left.lost - 1 }
  const late = [
    ...state.late,
    { kind: 'delete', until: state.now + (rules.isBrief ? 0 : RUN_UNITS), target } as const,
  ]
  return [
    to(does, next, change),
    to(`${does}, with a request on the way that does it again`, next, { ...change, late, left }),
  ]
}

/** A state whose store has an object less. */
export function without(state: State, { kind, number }: Target): Partial<State> {
  switch (kind) {
    case 'package':
      return { packages: state.packages.filter((it) => it.number !== number) }
    case 'copy':
      return { copies: excluding(state.copies, number) }
  }
}

/** What no head of the tree names and no copy within the grace time: packages, indexes, and then the copies themselves. */
function targetsOf(state: State, { heads, copies }: Collector, rules: Rules): readonly Target[] {
  const isStale = (number: number) =>
    !heads.includes(number) && isExpired(state.now, number, heads, copies, rules)
  const expired = copies.filter(isStale)
  const kept = [...heads, ...copies.filter((number) => !isStale(number))]
  const named = new Set(kept.map((number) => headOf(number).key))
  const candidates =
    rules.collects === 'all'
      ? state.packages.map(({ number }) => number)
      : expired.map((number) => headOf(number).key)
  const keys = [...new Set(candidates)].filter((key) => {
    const written = timeOf(state.packages, key)
    return (
      key !== NOT_PUBLISHED &&
      !named.has(key) &&
      written !== undefined &&
      state.now - written >= rules.sparedUnits
    )
  })
  return [
    ...keys.map((number) => ({ kind: 'package', number }) as const),
    ...expired.map((number) => ({ kind: 'copy', number }) as const),
  ]
}

/** A copy is in force until the stamp of the next head that is known to have been in force. */
function isExpired(
  now: number,
  number: number,
  heads: readonly number[],
  copies: readonly number[],
  { proof }: Rules,
): boolean {
  const { suite, stamp } = headOf(number)
  const siblings = [...heads, ...copies].filter((it) => headOf(it).suite === suite)
  const inForce = siblings.filter((it) => proof === 'existence' || heads.includes(it))
  const proven = [...inForce.map((it) => headOf(it).stamp), ...siblings.map((it) => headOf(it).previous)]
  const stamps = proven.filter((it) => it > stamp)
  return stamps.length > 0 && now - unitOf(Math.min(...stamps)) >= GRACE_UNITS
}
