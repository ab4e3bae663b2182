import { expect, test } from '@jest/globals'
import { PublishError } from '../../src/errors.ts'
import { TARGETS } from './targets/all.ts'
import { vectorNames, vectorsOf } from './vectors.ts'

test('every vector is one of a target', () => {
  const known = TARGETS.flatMap(({ name }) => vectorsOf(name))
  expect(known).toHaveLength(vectorNames().length)
  expect(known.length).toBeGreaterThan(0)
})

const WITH_VECTORS = TARGETS.filter(({ name }) => vectorsOf(name).length > 0)

test.each(WITH_VECTORS.map((target) => [target.name, target] as const))(
  'what was found of %s is read, or is one error',
  async (name, target) => {
    for (const input of vectorsOf(name)) {
      const refusal: unknown = await target.read(input).catch((error: unknown) => error)
      if (refusal !== undefined) expect(refusal).toBeInstanceOf(PublishError)
    }
  },
)

/** Without this, a target that refuses all of its seeds would find nothing, and say so. */
test.each(TARGETS.map((target) => [target.name, target] as const))(
  '%s reads one of its seeds',
  async (_, target) => {
    const refusals: unknown[] = []
    const seeds = await target.seeds()
    for (const seed of seeds) {
      await target.read(Buffer.from(seed)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(PublishError)
        refusals.push(error)
      })
    }
    expect(refusals.length).toBeLessThan(seeds.length)
  },
)
