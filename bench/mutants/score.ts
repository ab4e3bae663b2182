import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomFrom } from '../random.ts'
import { isEquivalent } from './equivalents/all.ts'
import { type Mutation, mutationsOf } from './mutations.ts'
import { type Coverage, Session } from './session.ts'

/** Of the processor: tests that take longer are left out, and no more are run for one mutant. */
const SLOWEST_MS = 400
const PER_MUTANT_MS = 1000
const HANG_MS = 5000
/** A machine that does other things as well. */
const WALL_PER_CPU = 10

export interface Mutant extends Mutation {
  readonly number: number
  readonly file: string
  /** The line that it changes, without its indentation. */
  readonly text: string
}

export interface Score {
  readonly mutants: number
  readonly killed: number
  readonly equivalent: number
  readonly survivors: readonly Mutant[]
}

/** Sources whose mutants are tried, and the tests that are to notice them. */
export interface Trial {
  readonly name: string
  /** Where paths begin. */
  readonly root: string
  readonly sources: readonly string[]
  readonly testFiles: readonly string[]
  /** A folder with the programs that tests may start. */
  readonly programs: string
  readonly seed: number
  /** Of one source alone. */
  readonly file?: string | undefined
  /** A sample of that many; undefined for every mutant. */
  readonly most?: number | undefined
  readonly say: (line: string) => void
  /** Which tests are left out, and why. */
  readonly sayLeft: (line: string) => void
}

/** Tries mutants one after the other. */
export async function scoreOf(trial: Trial): Promise<Score> {
  const { name, root, sources, testFiles, seed, say, sayLeft } = trial
  const session = new Session({ root, sources, testFiles, seed, slowestMs: SLOWEST_MS }, trial.programs)
  try {
    const coverage = await session.start()
    for (const line of coverage.left) sayLeft(`left out  ${line}`)
    const chosen = sampleOf(mutantsOf(root, sources), trial)
    say(`${name}: ${chosen.length} mutants, ${coverage.tests.filter((it) => it !== undefined).length} tests`)
    const survivors: Mutant[] = []
    let equivalent = 0
    for (const mutant of chosen) {
      if (isEquivalent(mutant)) equivalent += 1
      else if ((await killerOf(mutant, session, coverage, testFiles)) === undefined) {
        say(`survived  ${mutant.file}:${mutant.line}  ${mutant.change}`)
        survivors.push(mutant)
      }
    }
    const killed = chosen.length - equivalent - survivors.length
    return { mutants: chosen.length, killed, equivalent, survivors }
  } finally {
    session.end()
  }
}

async function killerOf(
  { number, file }: Mutant,
  session: Session,
  coverage: Coverage,
  testFiles: readonly string[],
): Promise<string | undefined> {
  const own = testFiles.indexOf(file.replace(/^src/, '__tests__').replace(/\.ts$/, '.test.ts'))
  const [tests, files] = [testsOf(number, file, own, coverage), filesOf(number, own, coverage)]
  if (tests.length === 0 && files.length === 0) return undefined
  const isInConstant = coverage.inConstants.some((reached) => reached.has(number))
  const slowest = files.length === 0 ? 0 : Math.max(...coverage.tests.map((test) => test?.ms ?? 0))
  const msOfAll = tests.reduce((sum, test) => sum + msOf(test, coverage), 0) + files.length * slowest
  const request = { mutant: number, tests, isInConstant, files }
  return session.killer(request, HANG_MS + WALL_PER_CPU * msOfAll)
}

/**
 * The tests that reach a mutant, as many as fit into its time: those of its own test file first, then the cheapest. Of a
 * mutant in a constant nothing tells which tests read it: all that load it may, and best those that reach its source.
 */
function testsOf(mutant: number, file: string, own: number, coverage: Coverage): readonly number[] {
  const { tests, reachedBy, inConstants, owners } = coverage
  const loading = inConstants.map((reached) => reached.has(mutant))
  const rankOf = (test: number) => {
    const reached = reachedBy[test] ?? new Set()
    if (loading.includes(true)) {
      if (tests[test]?.file === own) return 0
      if ([...reached].some((other) => owners[other] === file)) return 1
      return loading[tests[test]?.file ?? -1] === true ? 2 : undefined
    }
    if (!reached.has(mutant)) return undefined
    return tests[test]?.file === own ? 0 : 1
  }
  const ranked = tests.flatMap((test, index) => {
    const rank = test === undefined ? undefined : rankOf(index)
    return test === undefined || rank === undefined ? [] : [{ index, rank, ms: test.ms }]
  })
  const ordered = ranked.toSorted((a, b) => a.rank - b.rank || a.ms - b.ms)
  return [ordered.filter(({ rank }) => rank === 0), ordered.filter(({ rank }) => rank > 0)].flatMap(
    withinTime,
  )
}

/** As many as fit: a source whose own tests are slow is left to the others as well. */
function withinTime(tests: readonly { readonly index: number; readonly ms: number }[]): readonly number[] {
  let sum = 0
  return tests.filter(({ ms }) => (sum += ms) <= PER_MUTANT_MS).map(({ index }) => index)
}

function msOf(test: number, { tests }: Coverage): number {
  return tests[test]?.ms ?? 0
}

/** The test files that reach it while they are loaded, its own first. */
function filesOf(mutant: number, own: number, { atLoad }: Coverage): readonly number[] {
  const files = atLoad.flatMap((reached, index) => (reached.has(mutant) ? [index] : []))
  return files.toSorted((a, b) => Number(b === own) - Number(a === own))
}

/** All mutants of these sources. */
export function mutantsOf(root: string, sources: readonly string[]): readonly Mutant[] {
  return sources
    .flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8')
      const lines = source.split('\n')
      return mutationsOf(source, file).mutations.map((mutation) => ({
        ...mutation,
        file,
        text: lines[mutation.line - 1]?.trim() ?? '',
      }))
    })
    .map((mutant, number) => ({ ...mutant, number }))
}

/** Those that are tried, in the order of their numbers. */
export function sampleOf(
  all: readonly Mutant[],
  { file, most, seed }: Pick<Trial, 'file' | 'most' | 'seed'>,
): readonly Mutant[] {
  const wanted = file === undefined ? all : all.filter((mutant) => mutant.file === file)
  if (most === undefined) return wanted
  const random = randomFrom(seed)
  const left = [...wanted]
  const chosen: Mutant[] = []
  while (chosen.length < most && left.length > 0) chosen.push(...left.splice(random.below(left.length), 1))
  return chosen.toSorted((a, b) => a.number - b.number)
}
