import { expect, test } from '@jest/globals'
import { MOST, type Sample, type Stretch, grown, stretchOf } from './curve.ts'

const FLAT: Stretch = {
  steps: 100,
  publishes: 30,
  publishMs: 300,
  requests: 40,
  collectingRequests: 80,
  stepRequests: 100,
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

test('requests are of publishes that collect, of those that do not, and of everything', () => {
  const sample = (requests: number, collects: boolean): Sample => ({
    requests,
    publish: { ms: requests, requests, collects },
    objects: requests,
    bytes: 1,
  })
  const others: Sample = { requests: 300, publish: undefined, objects: 100, bytes: 1 }
  const plain = [50, 41, 49, 40, 50].map((requests) => sample(requests, false))
  const stretch = stretchOf([...plain, sample(90, true), others], MEMORY)
  expect(stretch).toMatchObject({
    steps: 7,
    publishes: 6,
    publishMs: 49,
    requests: 41,
    collectingRequests: 90,
  })
  expect(stretch.stepRequests).toBeCloseTo(620 / 7)
  expect(stretch.objects).toBe(50)
})

test('of no publish there is no figure, and nothing to be judged', () => {
  const none = stretchOf([{ requests: 1, publish: undefined, objects: 1, bytes: 1 }], MEMORY)
  expect([none.requests, none.collectingRequests, none.publishMs]).toEqual([NaN, NaN, NaN])
})
