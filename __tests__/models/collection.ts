import { IDLE_COLLECTOR, collectorSteps, without } from './collection-collector.ts'
import { IDLE_PUBLISHER, inForce, publisherSteps, reopening } from './collection-publisher.ts'
import {
  type Collector,
  GRACE_UNITS,
  NOT_PUBLISHED,
  PROPER_KEY,
  type Publisher,
  RUN_UNITS,
  type State,
  headOf,
  numberOf,
  timeOf,
} from './collection-state.ts'
import type { Model, Step } from './search.ts'

/** The rules of a collection, each of which can be dropped to see that it is needed. */
export interface Rules {
  /** What shows that a copy was in force: that another head was built on it, or that it is there. */
  readonly proof: 'pointer' | 'existence'
  readonly marks: boolean
  /** A publisher uses a package that it finds only if it is younger than half the grace time. */
  readonly onlyYoung: boolean
  /** A collector leaves packages that are younger than so many units. */
  readonly sparedUnits: number
  /** A collector reads the heads again, once its mark is written. */
  readonly readsAgain: boolean
  /** A run that has lasted longer than half the grace time writes no more. */
  readonly timeLimit: boolean
  /** A collector works for minutes after its mark, and so do its requests: nothing, beside half the grace time. */
  readonly isBrief: boolean
  /** A publisher uses a package of any age that a head of the tree names. */
  readonly trustsSiblings: boolean
  /** A collector reads the copies before the heads, and not after them. */
  readonly copiesFirst: boolean
  /** Candidates: what an expired copy names, or all that lies in the tree. */
  readonly collects: 'named' | 'all'
}

/** How much happens. A run can stop at any step, so crashes need no number of their own. */
export interface Bounds {
  readonly jobs: readonly Publisher['job'][]
  readonly suites: number
  readonly publishes: number
  readonly collections: number
  readonly units: number
  /** Requests without an answer, done later, perhaps for the second time. */
  readonly lost: number
}

export function collection(rules: Rules, bounds: Bounds): Model<State> {
  return {
    initial: [published(bounds), removed(bounds)],
    key,
    violation,
    steps: (state) => [
      ...state.publishers.flatMap((_, position) => publisherSteps(state, position, rules, bounds)),
      ...state.collectors.flatMap((_, position) => collectorSteps(state, position, rules)),
      ...lateSteps(state),
      ...(state.now < bounds.units ? [laterBy(state, rules)] : []),
    ],
  }
}

/** The package is in every suite. */
function published({ suites, publishes, collections, lost }: Bounds): State {
  const heads = Array.from({ length: suites }, (_, suite) =>
    numberOf({ suite, stamp: 0, previous: -1, key: PROPER_KEY }),
  )
  return {
    now: 1,
    heads,
    copies: heads,
    packages: [{ number: PROPER_KEY, time: 0 }],
    marks: [],
    past: [],
    publishers: [IDLE_PUBLISHER, IDLE_PUBLISHER],
    collectors: [IDLE_COLLECTOR, IDLE_COLLECTOR],
    late: [],
    left: { publishes, collections, lost },
  }
}

/** It was removed from all of them, its file was collected, and the collector stopped before it took the copies. */
function removed(bounds: Bounds): State {
  const before = published(bounds)
  const heads = before.heads.map((_, suite) => numberOf({ suite, stamp: 1, previous: 0, key: NOT_PUBLISHED }))
  const all = [...before.heads, ...heads].sort((a, b) => a - b)
  return { ...before, now: GRACE_UNITS, heads, copies: all, packages: [] }
}

function lateSteps(state: State): Step<State>[] {
  return state.late.map((it, position) => {
    const late = state.late.filter((_, other) => other !== position)
    const by = 'a late request'
    if (it.kind === 'delete') {
      const { kind, number } = it.target
      return { by, does: `deletes ${kind} ${number}`, to: { ...state, ...without(state, it.target), late } }
    }
    const isOurs = state.heads[headOf(it.head).suite] === it.opened
    const change = isOurs ? inForce(state, it.opened, it.head) : {}
    return { by, does: isOurs ? 'swaps the head' : 'is refused', to: { ...state, ...change, late } }
  })
}

function laterBy(state: State, { timeLimit, isBrief }: Rules): Step<State> {
  const now = state.now + 1
  const isOver = ({ since }: { since: number }) => timeLimit && now - since > RUN_UNITS
  const isLong = ({ at }: Collector) => isBrief && (at === 'again' || at === 'delete')
  const to = {
    ...state,
    now,
    marks: state.marks.filter(({ time }) => now - time < GRACE_UNITS),
    past: state.past.filter(({ time }) => now < time),
    late: state.late.filter(({ until }) => now <= until),
    publishers: state.publishers.map((it) => (isOver(it) ? IDLE_PUBLISHER : it)),
    collectors: state.collectors.map((it) => (isOver(it) || isLong(it) ? IDLE_COLLECTOR : it)),
  }
  return { by: 'time', does: 'goes on by half the grace time', to }
}

function violation(state: State): string | undefined {
  for (const number of [...state.heads, ...state.past.map((it) => it.number)]) {
    const { suite, key } = headOf(number)
    const what = state.heads.includes(number) ? `The head of suite ${suite}` : `A head within its grace time`
    if (!state.copies.includes(number)) return `${what} has lost its index and its copy.`
    if (key !== NOT_PUBLISHED && timeOf(state.packages, key) === undefined)
      return `${what} names the package ${key}, which is gone.`
  }
  return undefined
}

const END = 0xffff

function key(state: State): string {
  const publishers = state.publishers.map((it) => publisherKey(it, state.heads)).sort()
  const collectors = state.collectors.map(collectorKey).sort()
  const { publishes, collections, lost } = state.left
  const codes = [state.now, publishes, collections, lost, ...state.heads, END, ...state.copies]
  for (const dated of [state.packages, state.marks, state.past]) {
    codes.push(END)
    for (const { number, time } of dated) codes.push(number, time)
  }
  codes.push(END)
  for (const it of state.late) {
    if (it.kind === 'swap') codes.push(1, it.until, it.opened, it.head)
    else codes.push(2, it.until, it.target.kind.charCodeAt(0), it.target.number)
  }
  return `${String.fromCharCode(...codes)}${publishers.join('')}${collectors.join('')}`
}

function publisherKey(publisher: Publisher, heads: readonly number[]): string {
  const isRefused = publisher.at === 'swap' && publisher.opened !== heads[publisher.suite]
  const it = isRefused ? reopening(publisher) : publisher
  if (it.at === 'idle') return '-'
  const job = it.job.charCodeAt(0)
  return `${it.at}${String.fromCharCode(it.suite, job, it.since, it.opened, it.stamp, it.isNamed ? 1 : 0, it.key)}`
}

function collectorKey(it: Collector): string {
  if (it.at === 'idle') return '-'
  const targets = it.targets.flatMap(({ kind, number }) => [kind.charCodeAt(0), number])
  return `${it.at}${String.fromCharCode(it.since, ...it.heads, END, ...it.copies, END, ...targets)}`
}
