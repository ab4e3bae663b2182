import { readFileSync } from 'node:fs'
import { glob, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'
import { EQUIVALENT, isEquivalent } from './mutants/equivalent.ts'
import { FOLDERS, type Folder } from './mutants/folders.ts'
import { type Mutation, mutationsOf } from './mutants/mutations.ts'
import { type Coverage, Session } from './mutants/session.ts'
import { randomFrom } from './random.ts'
import { printTable, say } from './table.ts'

const HELP = `Usage: npm run mutants [-- --folder src/deb] [-- --file src/deb/ar.ts] [-- --sample 300 --seed 7]

Changes one operator, literal, condition or statement of the pure folders at a time, runs the unit tests that reach it,
and tells which changes no test notices. Without --sample every mutant is tried.`

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    file: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** Of the processor: tests that take longer are left out, and no more are run for one mutant. */
const SLOWEST_MS = 400
const PER_MUTANT_MS = 1000
const HANG_MS = 5000
/** A machine that does other things as well. */
const WALL_PER_CPU = 10

interface Mutant extends Mutation {
  readonly number: number
  readonly file: string
  /** The line that it changes, without its indentation. */
  readonly text: string
}

interface Score {
  readonly mutants: number
  readonly killed: number
  readonly equivalent: number
  readonly survivors: readonly Mutant[]
}

async function mutate(): Promise<void> {
  const folders = FOLDERS.filter(({ path }) => values.folder === undefined || values.folder === path)
  if (folders.length === 0)
    throw new Error(`--folder is one of ${FOLDERS.map(({ path }) => path).join(', ')}`)
  const seed = Number(values.seed)
  say(`seed ${seed}${values.sample === undefined ? '' : `, ${values.sample} mutants of each folder`}`)
  const rows: string[][] = []
  for (const folder of folders) rows.push(row(folder, await scoreOf(folder, seed)))
  printTable(
    'Mutants of the pure folders',
    ['', 'mutants', 'killed', 'equivalent', 'survivors', 'score'],
    rows,
  )
}

function row({ path }: Folder, { mutants, killed, equivalent, survivors }: Score): string[] {
  const score = ((100 * killed) / (killed + survivors.length)).toFixed(1)
  return [path, ...[mutants, killed, equivalent, survivors.length].map(String), `${score} %`]
}

async function scoreOf(folder: Folder, seed: number): Promise<Score> {
  const sources = await sourcesOf(folder)
  const testFiles = await testFilesOf(folder)
  const programs = await programFolder(folder.programs ?? [])
  const session = new Session({ sources, testFiles, seed, slowestMs: SLOWEST_MS }, programs)
  try {
    const coverage = await session.start()
    if (values.verbose) for (const line of coverage.left) say(`left out  ${line}`)
    const all = sources.flatMap(mutantsOf).map((mutant, number) => ({ ...mutant, number }))
    const chosen = sample(all, seed)
    say(
      `${folder.path}: ${chosen.length} mutants, ${coverage.tests.filter((it) => it !== undefined).length} tests`,
    )
    const survivors: Mutant[] = []
    let equivalent = 0
    for (const mutant of chosen) {
      if (isEquivalent(mutant)) equivalent += 1
      else if ((await killerOf(mutant, session, coverage, testFiles)) === undefined)
        survivors.push(survivor(mutant))
    }
    return {
      mutants: chosen.length,
      killed: chosen.length - equivalent - survivors.length,
      equivalent,
      survivors,
    }
  } finally {
    session.end()
    await rm(programs, { recursive: true, force: true })
  }
}

function survivor(mutant: Mutant): Mutant {
  say(`survived  ${mutant.file}:${mutant.line}  ${mutant.change}`)
  return mutant
}

async function killerOf(
  { number, file }: Mutant,
  session: Session,
  coverage: Coverage,
  testFiles: readonly string[],
): Promise<string | undefined> {
  const own = testFiles.indexOf(ownTests(file))
  const [tests, files] = [testsOf(number, file, own, coverage), filesOf(number, own, coverage)]
  if (tests.length === 0 && files.length === 0) return undefined
  const msOf = (test: number) => coverage.tests[test]?.ms ?? 0
  const isInConstant = coverage.inConstants.some((reached) => reached.has(number))
  const slowest = files.length === 0 ? 0 : Math.max(...coverage.tests.map((_, test) => msOf(test)))
  const waitMs =
    HANG_MS + WALL_PER_CPU * (tests.reduce((sum, test) => sum + msOf(test), 0) + files.length * slowest)
  const ordered = tests.toSorted(
    (a, b) => Number(isOf(own, b, coverage)) - Number(isOf(own, a, coverage)) || msOf(a) - msOf(b),
  )
  return session.killer({ mutant: number, tests: affordable(ordered, msOf), isInConstant, files }, waitMs)
}

/** The test file of a source. */
function ownTests(file: string): string {
  return file.replace(/^src/, '__tests__').replace(/\.ts$/, '.test.ts')
}

function isOf(file: number, test: number, { tests }: Coverage): boolean {
  return tests[test]?.file === file
}

/** As many as fit into the time of one mutant: those of its own test file, then the others, the cheapest first. */
function affordable(ordered: readonly number[], msOf: (test: number) => number): readonly number[] {
  let sum = 0
  return ordered.filter((test) => (sum += msOf(test)) <= PER_MUTANT_MS)
}

/**
 * The tests that reach a mutant; of one in a constant, those that reach anything of its source, and those of its own test
 * file, which may look at the constant alone.
 */
function testsOf(mutant: number, file: string, own: number, coverage: Coverage): readonly number[] {
  const reaching = coverage.reachedBy.flatMap((reached, test) => (reached.has(mutant) ? [test] : []))
  const files = new Set(
    coverage.inConstants.flatMap((reached, index) => (reached.has(mutant) ? [index] : [])),
  )
  if (files.size === 0) return reaching
  const ofSource = (reached: ReadonlySet<number>) =>
    [...reached].some((other) => coverage.owners[other] === file)
  const near = coverage.reachedBy.flatMap((reached, test) =>
    isOf(own, test, coverage) || ofSource(reached) ? [test] : [],
  )
  if (near.length > 0) return near
  return coverage.tests.flatMap((test, index) => (test !== undefined && files.has(test.file) ? [index] : []))
}

/** The test files that reach it while they are loaded, its own first. */
function filesOf(mutant: number, own: number, coverage: Coverage): readonly number[] {
  const files = coverage.atLoad.flatMap((reached, index) => (reached.has(mutant) ? [index] : []))
  return files.toSorted((a, b) => Number(b === own) - Number(a === own))
}

function mutantsOf(file: string): Omit<Mutant, 'number'>[] {
  const source = readFileSync(file, 'utf8')
  const lines = source.split('\n')
  return mutationsOf(source, file).mutations.map((mutation) => ({
    ...mutation,
    file,
    text: lines[mutation.line - 1]?.trim() ?? '',
  }))
}

function sample(all: readonly Mutant[], seed: number): readonly Mutant[] {
  const wanted = values.file === undefined ? all : all.filter(({ file }) => file === values.file)
  if (values.sample === undefined) return wanted
  const random = randomFrom(seed)
  const left = [...wanted]
  const chosen: Mutant[] = []
  while (chosen.length < Number(values.sample) && left.length > 0) {
    chosen.push(...left.splice(random.below(left.length), 1))
  }
  return chosen.toSorted((a, b) => a.number - b.number)
}

async function sourcesOf({ path, files = [], tables = [] }: Folder): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob([`${path}/*.ts`, ...files]))
  return found.filter((file) => !tables.includes(file)).toSorted()
}

async function testFilesOf({ tests }: Folder): Promise<readonly string[]> {
  const found = await Promise.all(
    tests.map((path) => Array.fromAsync(glob(path.endsWith('.ts') ? path : `${path}/**/*.test.ts`))),
  )
  return [...new Set(found.flatMap((files) => files.toSorted()))]
}

/** A PATH that holds these programs only. */
async function programFolder(programs: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'r2-package-repository-mutants-'))
  for (const program of programs) {
    const found = await firstOf(program)
    if (found !== undefined) await symlink(found, join(folder, program))
  }
  return folder
}

async function firstOf(program: string): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = await Promise.all(folders.map((folder) => Array.fromAsync(glob(join(folder, program)))))
  return found.flat()[0]
}

if (values.help) say(HELP)
else {
  await mutate()
  say(`${EQUIVALENT.length} mutants are listed as equivalent, with why: bench/mutants/equivalent.ts`)
}
