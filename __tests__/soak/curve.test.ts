import { expect, test } from '@jest/globals'
import { MOST, type Sample, type Stretch, grown, stretchOf } from './curve.ts'

const FLAT: Stretch = {
  steps: 100,
  publishes: 30,
  publishMs: 300,
  requests: 40,
  collectingRequests: 80,
  objects: 200,
  bytes: 300_000,
  heapBytes: 45_000_000,
  residentBytes: 300_000_000,
}

const MEMORY = { heapBytes: 1, residentBytes: 2 }

test('ten equal stretches have not grown', () => {
  expect(grown(Array.from({ length: 10 }, () => FLAT))).toEqual([])
})

test.each(Object.entries(MOST))('%s that grew by more than %d times is told', (figure, factor) => {
  const before = FLAT[figure as keyof typeof MOST]
  const stretches = (after: number) => [
    ...Array.from({ length: 9 }, () => FLAT),
    { ...FLAT, [figure]: after },
  ]
  expect(grown(stretches(before * factor))).toEqual([])
  expect(grown(stretches(before * factor + 1))).toEqual([expect.stringContaining(`${figure} went from`)])
})

test('of the first stretch nothing is compared, and time is not judged', () => {
  const first = { ...FLAT, requests: 1, heapBytes: 1, objects: 1, bytes: 1 }
  const slower = { ...FLAT, publishMs: 10 * FLAT.publishMs, residentBytes: 2 * FLAT.residentBytes }
  expect(grown([first, FLAT, FLAT, FLAT, slower])).toEqual([])
})

test('few steps are not judged', () => {
  expect(grown([FLAT, FLAT, FLAT, FLAT])).toBeUndefined()
  expect(grown(Array.from({ length: 10 }, () => ({ ...FLAT, steps: 4 })))).toBeUndefined()
})

test('medians are of publishes that collect, and of those that do not', () => {
  const sample = (requests: number, collects: boolean): Sample => ({
    publish: { ms: requests, requests, collects },
    objects: requests,
    bytes: 1,
  })
  const others: Sample = { publish: undefined, objects: 100, bytes: 1 }
  const samples = [sample(39, false), sample(41, false), sample(40, false), sample(90, true), others]
  const stretch = stretchOf(samples, MEMORY)
  expect(stretch).toMatchObject({ steps: 5, publishes: 4, requests: 40, collectingRequests: 90, objects: 41 })
})
