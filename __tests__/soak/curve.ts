import { spreadOf } from '../../bench/measure.ts'

/** What one step took, and left. */
export interface Sample {
  /** Of a step of any kind. */
  readonly requests: number
  /** Of a publish that is comparable with others and was not killed; undefined for everything else. */
  readonly publish: { readonly ms: number; readonly requests: number; readonly collects: boolean } | undefined
  readonly objects: number
  readonly bytes: number
}

/** Some steps together. Medians, but for requests; of no steps, not a number. */
export interface Stretch {
  readonly steps: number
  readonly publishes: number
  readonly publishMs: number
  /** Of a quarter of the publishes it is less: chance, which makes some of them dearer, is above. */
  readonly requests: number
  /** The same of those publishes that also deleted something. */
  readonly collectingRequests: number
  /** The mean of all steps. */
  readonly stepRequests: number
  readonly objects: number
  readonly bytes: number
  /** At the end, after garbage was collected. */
  readonly heapBytes: number
  readonly residentBytes: number
}

export function stretchOf(
  samples: readonly Sample[],
  memory: Pick<Stretch, 'heapBytes' | 'residentBytes'>,
): Stretch {
  const publishes = samples.flatMap(({ publish }) => publish ?? [])
  const plain = publishes.filter(({ collects }) => !collects)
  const collecting = publishes.filter(({ collects }) => collects)
  return {
    steps: samples.length,
    publishes: publishes.length,
    publishMs: median(plain.map(({ ms }) => ms)),
    requests: lowerQuartile(plain.map(({ requests }) => requests)),
    collectingRequests: lowerQuartile(collecting.map(({ requests }) => requests)),
    stepRequests: samples.reduce((sum, { requests }) => sum + requests, 0) / samples.length,
    objects: median(samples.map(({ objects }) => objects)),
    bytes: median(samples.map(({ bytes }) => bytes)),
    ...memory,
  }
}

const median = (values: readonly number[]) => spreadOf(values).median

function lowerQuartile(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 4)] ?? NaN
}

/** How much more the last stretch may have than the one after the first: chance is in what is done, and leaks grow. */
export const MOST = {
  requests: 1.1,
  collectingRequests: 1.25,
  stepRequests: 1.4,
  heapBytes: 1.15,
  objects: 1.25,
  bytes: 1.25,
} as const

/** Of fewer steps nothing can be said: the grace time has hardly passed. */
const LEAST_STRETCHES = 5
const LEAST_STEPS = 40

/**
 * What grew with the number of steps. Time is not judged: machines are busy or not.
 *
 * @returns undefined where there were too few steps for a judgement
 */
export function grown(stretches: readonly Stretch[]): readonly string[] | undefined {
  const [, early] = stretches
  const last = stretches.at(-1)
  if (early === undefined || last === undefined || stretches.length < LEAST_STRETCHES) return undefined
  if (early.steps < LEAST_STEPS || last.steps < LEAST_STEPS) return undefined
  return (Object.keys(MOST) as (keyof typeof MOST)[]).flatMap((figure) => {
    const [before, after] = [early[figure], last[figure]]
    if (after <= before * MOST[figure]) return []
    return [`${figure} went from ${before} to ${after}, which is more than ${MOST[figure]} times as many`]
  })
}
