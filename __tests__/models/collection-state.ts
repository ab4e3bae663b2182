/**
 * The world of the collection model. The unit of time is half the grace time. There is one package, which belongs
 * under one key, and may be removed and published again. Each head has an index of its own, which comes and goes with
 * the head's copy.
 */
export const GRACE_UNITS = 2
/** How long a run may last, and its requests after it: half the grace time, which is far more than they need. */
export const RUN_UNITS = 1
export const STAMPS_PER_UNIT = 8

/** What a head says of the package: it is not published; under the key where it belongs; above that, under another. */
export const NOT_PUBLISHED = 0
export const PROPER_KEY = 1

export interface Head {
  readonly suite: number
  readonly stamp: number
  /** The stamp of the head on which it was built; -1 for the first. */
  readonly previous: number
  readonly key: number
}

export interface Publisher {
  readonly at: 'idle' | 'open' | 'look' | 'put' | 'marks' | 'store' | 'swap'
  readonly suite: number
  readonly job: 'add' | 'remove' | 'other'
  readonly since: number
  /** The head that was read, and the stamp that was chosen then. */
  readonly opened: number
  readonly stamp: number
  readonly isNamed: boolean
  /** Where this run has its package. */
  readonly key: number
}

export interface Collector {
  readonly at: 'idle' | 'heads' | 'copies' | 'mark' | 'again' | 'delete'
  readonly since: number
  readonly heads: readonly number[]
  readonly copies: readonly number[]
  /** In the order of their deletion. */
  readonly targets: readonly Target[]
}

export interface Target {
  readonly kind: 'package' | 'copy'
  readonly number: number
}

/** A request without an answer, which the store may still carry out. */
export type Late = { readonly until: number } & (
  | { readonly kind: 'delete'; readonly target: Target }
  | { readonly kind: 'swap'; readonly opened: number; readonly head: number }
)

/** A number, and a time that goes with it. */
export interface Dated {
  readonly number: number
  readonly time: number
}

export interface State {
  readonly now: number
  /** The head in force, by suite. */
  readonly heads: readonly number[]
  readonly copies: readonly number[]
  /** Keys, and when they were written. */
  readonly packages: readonly Dated[]
  /** Keys that a collector is about to delete, and when it said so. */
  readonly marks: readonly Dated[]
  /** Heads that were in force, and until when their readers must find everything. */
  readonly past: readonly Dated[]
  readonly publishers: readonly Publisher[]
  readonly collectors: readonly Collector[]
  readonly late: readonly Late[]
  /** What may still happen. */
  readonly left: { readonly publishes: number; readonly collections: number; readonly lost: number }
}

const records: Head[] = []
const numbers = new Map<string, number>()

/** The number of a head: the same bytes are the same head, whoever wrote them. */
export function numberOf(head: Head): number {
  const bytes = `${head.suite} ${head.stamp} ${head.previous} ${head.key}`
  const known = numbers.get(bytes)
  if (known !== undefined) return known
  numbers.set(bytes, records.length)
  return records.push(head) - 1
}

export function headOf(number: number): Head {
  return records[number] as Head
}

export function unitOf(stamp: number): number {
  return Math.floor(stamp / STAMPS_PER_UNIT)
}

export function timeOf(dated: readonly Dated[], number: number): number | undefined {
  return dated.find((it) => it.number === number)?.time
}

/** A set with one more, in order. */
export function including(set: readonly number[], number: number): readonly number[] {
  return set.includes(number) ? set : [...set, number].sort((a, b) => a - b)
}

export function excluding(set: readonly number[], number: number): readonly number[] {
  return set.filter((it) => it !== number)
}

/** What an object is at one time: written again, it is dated again. */
export function dating(dated: readonly Dated[], number: number, time: number): readonly Dated[] {
  return [...dated.filter((it) => it.number !== number), { number, time }].sort((a, b) => a.number - b.number)
}

export function replaced<T>(list: readonly T[], position: number, item: T): readonly T[] {
  return list.map((it, at) => (at === position ? item : it))
}
