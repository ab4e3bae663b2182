// Fuzzes readers with planted faults, until something is found: `node planted-process.ts HANG-FILE HANG-MS READER…`.
import type { Find } from './engine/fuzz.ts'
import { Profile } from './engine/coverage.ts'
import { byteMutations } from './mutations/bytes.ts'
import type { Mutation, Target } from './engine/target.ts'

const [file = '', hangMs, ...names] = process.argv.slice(2)
const MOST_ROUNDS = 60
const ROUND_SECONDS = 0.5
/** Where nothing is to be found. */
const ROUNDS_OF_GOOD = 2

// What is loaded before the profile begins is not in it.
const profile = new Profile()
const { fuzz } = await import('./engine/fuzz.ts')
const { watchdog } = await import('./engine/watchdog.ts')
const { COST_LIMITS } = await import('./engine/cost.ts')
const { READERS } = await import('./planted/src/readers.ts')
const guard = watchdog(file, { hangMs: Number(hangMs), growthBytes: 300 * 2 ** 20 })

const limits = {
  slow: { ...COST_LIMITS, cpuMs: 50 },
  memory: { ...COST_LIMITS, growthBytes: 100 * 2 ** 20 },
}

/** One letter of four, in one place. */
const letter: Mutation = (input, chance) => {
  const bytes = Buffer.from(input)
  if (bytes.length > 0) bytes.write(chance.pick(['a', 'b', 'c', 'd']), chance.below(bytes.length))
  return bytes
}

async function found(name: keyof typeof READERS): Promise<readonly Find[]> {
  const target: Target = {
    name,
    files: /\/planted\/src\/readers\.ts$/,
    seeds: async () => [Buffer.alloc(8)],
    mutations: name === 'exception' ? [letter] : byteMutations,
    read: READERS[name],
  }
  const isGood = name === 'good' || name === 'refusing'
  let known: readonly Buffer[] = []
  for (let seed = 1; seed <= (isGood ? ROUNDS_OF_GOOD : MOST_ROUNDS); seed += 1) {
    const options = {
      seed,
      seconds: ROUND_SECONDS,
      known,
      profile,
      watchdog: guard,
      limits: limits[name as keyof typeof limits] ?? COST_LIMITS,
    }
    const { finds, corpus } = await fuzz(target, options)
    if (finds.length > 0) return finds
    known = corpus
  }
  return []
}

const all: unknown[] = []
for (const name of names) {
  const finds = await found(name as keyof typeof READERS)
  all.push(
    finds.map(({ kind, message, place, input }) => ({ kind, message, place, input: input.toString('hex') })),
  )
}
process.stdout.write(JSON.stringify(all))
process.exit()
