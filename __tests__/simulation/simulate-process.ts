// Plays seeds in a process of its own:
// `node simulate-process.ts --seed N [--count N] [--publishers N] [--trace LINES] [--spoil STORE]`.
import { parseArgs } from 'node:util'
import { chanceOf } from './chance.ts'
import { remember } from './remember.ts'
import { SPOILED, type Spoil } from './spoiled.ts'

remember()
const { fixtureKeys } = await import('../support/publishing.ts')
const { crowdOf } = await import('./plan.ts')
const { simulate } = await import('./simulate.ts')

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1' },
    trace: { type: 'string', default: '40' },
    publishers: { type: 'string' },
    spoil: { type: 'string' },
  },
})
const [first, count, traceLines] = [values.seed, values.count, values.trace].map(Number) as [
  number,
  number,
  number,
]
const spoiling = values.spoil === undefined ? {} : { spoil: SPOILED[values.spoil as Spoil] }
const keys = await fixtureKeys('ed25519')

/** `--publishers N` puts so many of them, at least two, at one head instead of what the seed would plan. */
function crowd(seed: number) {
  const most = Number(values.publishers ?? 0)
  const chance = chanceOf(seed)
  return most < 2 ? {} : { plan: crowdOf(chance, 2 + chance.below(most - 1)) }
}

async function playAll(): Promise<void> {
  const total = { seeds: 0, steps: 0, runs: 0, conflicts: 0, stopped: 0 }
  for (let seed = first; seed < first + count; seed += 1) {
    const options = { traceLines, ...spoiling, ...crowd(seed) }
    const { steps, runs, conflicts, stopped } = await simulate(seed, keys, options)
    total.seeds += 1
    total.steps += steps
    total.runs += runs
    total.conflicts += conflicts
    total.stopped += stopped
  }
  process.stdout.write(`${JSON.stringify(total)}\n`)
}

playAll().catch((error: unknown) => {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
