import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { run } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'
import { FOUND_SEEDS } from './found-seeds.ts'

const SCRIPT = join(import.meta.dirname, 'simulate-process.ts')
/** Each plays its share of the seeds; another process, because the scheduler goes on when its process has nothing to do. */
const PROCESSES = 2
const TIME_LIMIT_MS = scaled(20, 24 * 60) * 60_000

interface Totals {
  readonly seeds: number
  readonly runs: number
  readonly conflicts: number
  readonly stopped: number
}

async function played(seed: number, count: number, ...options: readonly string[]): Promise<string> {
  const args = [SCRIPT, '--seed', String(seed), '--count', String(count), ...options]
  const { stdout } = await run(process.execPath, args, { allowFailure: true })
  return stdout
}

/** Other seeds every time; one that fails is named, and how to play it again. */
async function playMany(count: number, ...options: readonly string[]): Promise<readonly Totals[]> {
  const first = Math.floor(Math.random() * 2 ** 31)
  const share = Math.ceil(count / PROCESSES)
  const outputs = await Promise.all(
    Array.from({ length: PROCESSES }, (_, position) => played(first + position * share, share, ...options)),
  )
  return outputs.map((output) => {
    if (!output.startsWith('{')) throw new Error(output)
    return JSON.parse(output) as Totals
  })
}

const SEEDS = scaled(2_000, 300_000)
test(
  `${SEEDS} seeds: nothing that was acknowledged is lost, no reader finds anything torn, all jobs end, and again write nothing`,
  async () => {
    for (const { seeds, runs, conflicts, stopped } of await playMany(SEEDS)) {
      expect(seeds).toBe(SEEDS / PROCESSES)
      expect(runs).toBeGreaterThan(seeds * 3)
      expect(stopped).toBeGreaterThan(seeds / 2)
      expect(conflicts).toBeGreaterThan(seeds / 50)
    }
  },
  TIME_LIMIT_MS,
)

const CROWDS = scaled(200, 5_000)
test(
  `${CROWDS} crowds of 2 to 32 publishers at one head all finish, in time`,
  async () => {
    for (const { seeds, runs } of await playMany(CROWDS, '--publishers', '32')) {
      expect(runs).toBeGreaterThan(seeds * 10)
    }
  },
  TIME_LIMIT_MS,
)

test.each(FOUND_SEEDS)('seed %i, which found %s', async (seed) => {
  expect(await played(seed, 1)).toMatch(/^\{"seeds":1,/)
})

describe('the simulation notices a store', () => {
  test.each([
    ['careless', /no head names it|lost |goes from/],
    ['forgetful', /404|does not exist/],
    ['stale', /older than before/],
  ])('that is %s', async (spoil, broken) => {
    const output = await played(1, 100, '--spoil', spoil)
    expect(output).toMatch(/^seed \d+: /)
    expect(output).toMatch(broken)
    const [, seed = ''] = /^seed (\d+): /.exec(output) ?? []
    expect(output).toContain(`npm run simulate -- --seed ${seed} --trace`)
  })

  test('again, the same story for the same seed', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => played(1, 100, '--spoil', 'forgetful')))
    expect(first).toMatch(/^seed \d+: /)
    const story = (output = '') => output.replaceAll(/\.conditions-\w+/g, '.conditions')
    expect(story(second)).toBe(story(first))
  })
})
