import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { configureGlobal } from 'fast-check'
import { type Suite, type Test, collected } from './jest-globals.ts'
import { load, loadOf, loadWith } from './loading.ts'
import { mutationsOf } from './mutations.ts'
import { schemataOf } from './schemata.ts'
import type { Answer, Coverage, Request, Task } from './session.ts'

/** A process that holds all mutants of a folder, and the tests, and tries one mutant after the other. */
const ROUNDS_MORE = 100_000
const LOADS_MOST = 150
/** A machine that does other things as well. */
const WALL_PER_CPU = 10

let active = -1
let rounds = 0
let roundsMost = Number.POSITIVE_INFINITY
let reached: Set<number> | undefined
/** What sets the constants of modules anew, by the load that they belong to. */
const renewals = new Map<string, (() => void)[]>()

Object.assign(globalThis, {
  mutants: {
    isActive: (number: number) => {
      reached?.add(number)
      return number === active
    },
    renewed: (url: string, renew: () => void) => {
      const name = loadOf(url) ?? ''
      renewals.set(name, [...(renewals.get(name) ?? []), renew])
    },
    round: () => {
      rounds += 1
      if (rounds > roundsMost) throw new Error('the mutant goes round for ever')
    },
  },
})

interface LoadedTest extends Test {
  readonly file: number
  /** Of the processor. */
  ms: number
  rounds: number
}

const [, , job = '{}'] = process.argv
const { root, sources, testFiles, seed, slowestMs } = JSON.parse(job) as Task
const paths = sources.map((path) => resolve(root, path))
const owners: string[] = []
loadWith(changedSources(), root)
configureGlobal({ seed, endOnFailure: true })
let loads = 0
const tests: (LoadedTest | undefined)[] = []

function changedSources(): ReadonlyMap<string, string> {
  const changed = new Map<string, string>()
  for (const path of paths) {
    const source = readFileSync(path, 'utf8')
    const found = mutationsOf(source, path)
    changed.set(path, schemataOf(source, found, owners.length))
    for (const _ of found.mutations) owners.push(path)
  }
  return changed
}

async function loadAll(): Promise<Coverage> {
  const atLoad: Set<number>[] = []
  const inConstants: Set<number>[] = []
  for (const [file, path] of testFiles.entries()) {
    reached = new Set()
    const found = await testsOf(path, `file${file}`)
    tests.push(...found.map((test) => ({ ...test, file, ms: 0, rounds: 0 })))
    const whileLoaded = reached
    reached = new Set()
    renew(file)
    inConstants.push(reached)
    atLoad.push(whileLoaded.difference(reached))
  }
  const reachedBy: Set<number>[] = []
  const left: string[] = []
  for (const [index, test] of tests.entries()) {
    if (test === undefined) continue
    reached = new Set()
    rounds = 0
    const start = process.cpuUsage()
    const failure = await failureOf(test, slowestMs * WALL_PER_CPU * 2)
    const { user, system } = process.cpuUsage(start)
    Object.assign(test, { ms: (user + system) / 1000, rounds })
    reachedBy.push(reached)
    const isSlow = test.ms > slowestMs
    if (failure === undefined && !isSlow) continue
    left.push(
      `${testFiles[test.file]}: ${test.title}: ${failure?.split('\n')[0] ?? `takes ${Math.round(test.ms)} ms`}`,
    )
    tests[index] = undefined
  }
  reached = undefined
  const known = tests.map((test) => (test === undefined ? undefined : { file: test.file, ms: test.ms }))
  return {
    tests: known,
    reachedBy,
    inConstants,
    atLoad,
    left,
    owners: owners.map((path) => relative(root, path)),
  }
}

async function testsOf(path: string, name: string): Promise<readonly Test[]> {
  return collected(() => load(resolve(root, path), name))
}

function renew(file: number): void {
  for (const set of renewals.get(`file${file}`) ?? []) set()
}

/** The first line of why a test fails, undefined where it passes. */
async function failureOf(test: Test, waitMs: number): Promise<string | undefined> {
  const suites = suitesOf(test.suite)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`takes more than ${waitMs} ms`)), waitMs)
  })
  try {
    await Promise.race([bodyOf(test, suites), late])
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message || 'failed' : `threw ${String(error)}`
  } finally {
    clearTimeout(timer)
    for (const suite of suites.toReversed()) await hooks(suite.afterAll)
  }
}

async function bodyOf(test: Test, suites: readonly Suite[]): Promise<void> {
  for (const suite of suites) for (const hook of suite.beforeAll) await hook()
  for (const suite of suites) for (const hook of suite.beforeEach) await hook()
  try {
    await test.body()
  } finally {
    for (const suite of suites.toReversed()) await hooks(suite.afterEach)
  }
}

/** Whatever a mutant leaves behind, the next test begins without it. */
async function hooks(bodies: readonly (() => unknown)[]): Promise<void> {
  for (const body of bodies) await Promise.resolve(body()).catch(() => undefined)
}

function suitesOf(suite: Suite): readonly Suite[] {
  return suite.parent === undefined ? [suite] : [...suitesOf(suite.parent), suite]
}

/** What notices a mutant; undefined where it survives. */
async function killer({ mutant, tests: chosen, isInConstant }: Request): Promise<string | undefined> {
  for (const index of chosen) {
    const test = tests[index]
    if (test === undefined) continue
    rounds = 0
    active = mutant
    roundsMost = test.rounds * 20 + ROUNDS_MORE
    try {
      if (isInConstant) renew(test.file)
      const failure = await failureOf(test, test.ms * WALL_PER_CPU + 2000)
      if (failure !== undefined) return `${testFiles[test.file]}: ${test.title}`
    } catch {
      return `${testFiles[test.file]}: a constant cannot be set`
    } finally {
      active = -1
      roundsMost = Number.POSITIVE_INFINITY
      if (isInConstant) renew(test.file)
    }
  }
  return undefined
}

/** As `killer`, for what is decided while modules are loaded: they are loaded anew, with the mutant. */
async function killerAtLoad(mutant: number, files: readonly number[]): Promise<string | undefined> {
  for (const file of files) {
    loads += 1
    active = mutant
    rounds = 0
    roundsMost = ROUNDS_MORE * 100
    const known = tests.flatMap((test) => (test === undefined || test.file !== file ? [] : [test]))
    const titles = new Set(known.map(({ title }) => title))
    const slowest = Math.max(0, ...known.map(({ ms }) => ms))
    const path = testFiles[file] as string
    try {
      const found = await testsOf(path, `mutant${mutant}file${file}`)
      for (const test of found.filter(({ title }) => titles.has(title))) {
        if ((await failureOf(test, slowest * WALL_PER_CPU + 2000)) !== undefined)
          return `${path}: ${test.title}`
      }
    } catch {
      return `${path}: cannot be loaded`
    } finally {
      active = -1
      renewals.delete(`mutant${mutant}file${file}`)
    }
  }
  return undefined
}

async function tried(request: Request): Promise<Answer> {
  const killedBy = (await killer(request)) ?? (await killerAtLoad(request.mutant, request.files))
  return { killedBy, isTired: loads > LOADS_MOST }
}

function answer(content: Answer): void {
  process.send?.(content)
}

process.on('unhandledRejection', () => undefined)
process.on('message', (request: Request) => void tried(request).then(answer))
process.on('disconnect', () => process.exit())
answer({ coverage: await loadAll() })
