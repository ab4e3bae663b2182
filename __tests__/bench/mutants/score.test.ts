import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Score, mutantsOf, sampleOf, scoreOf } from '../../../bench/mutants/score.ts'
import { Session } from '../../../bench/mutants/session.ts'
import { temporaryDirectory } from '../../support/programs.ts'

const CLAMP = `import { LEAST } from './least.ts'

export type Unit = 'px' | 'em'

export const UNITS: readonly Unit[] = ['px', 'em']

export function clamped(value: number, most: number): number {
  if (value < LEAST) return LEAST
  return Math.min(value, most)
}

export function countdown(from: number): number {
  let steps = 0
  for (let left = from; left > 0; left -= 1) steps += 1
  return steps
}

export function unreached(value: string): string {
  return value.trim()
}
`
const LEAST = 'export const LEAST = Number(3)\n'
const CLAMP_TEST = `import { beforeEach, describe, expect, test } from '@jest/globals'
import { UNITS, clamped, countdown } from '../src/clamp.ts'

let most = 0
beforeEach(() => {
  most = 9
})
describe('a value', () => {
  test.each([[4, 4], [10, 9], [1, 3]])('%d', (value, expected) => {
    expect(clamped(value, most)).toBe(expected)
    most = 0
  })
})
test('steps', () => expect(countdown(4)).toBe(4))
test('units', () => expect(UNITS).toEqual(['px', 'em']))
test('what fails without a mutant is left out', () => expect(clamped(1, 1)).toBe(1))
`
/** Nothing but the end of the process ends what this does where its condition is turned. */
const STUCK = `export function waited(ready: boolean): string {
  if (ready) return 'done'
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  return 'late'
}
`
const STUCK_TEST = `import { expect, test } from '@jest/globals'
import { waited } from '../src/stuck.ts'

test('waits not', () => expect(waited(true)).toBe('done'))
`

async function planted(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryDirectory()
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

const said: string[] = []
const sources = ['src/clamp.ts', 'src/least.ts']

async function scored(): Promise<Score> {
  const root = await planted({
    'src/clamp.ts': CLAMP,
    'src/least.ts': LEAST,
    '__tests__/clamp.test.ts': CLAMP_TEST,
  })
  return scoreOf({
    name: 'planted',
    root,
    sources,
    testFiles: ['__tests__/clamp.test.ts'],
    programs: join(root, 'none'),
    seed: 1,
    say: (line) => said.push(line),
    sayLeft: (line) => said.push(line),
  })
}

test('what a test notices is killed, and what none does survives', async () => {
  const { mutants, killed, equivalent, survivors } = await scored()
  // No case of a test is the least value itself, and nothing calls the last function. A test that reads a constant alone
  // reaches no other mutant, and is tried all the same.
  expect(survivors.map(({ file, line, change }) => `${file}:${line} ${change}`)).toEqual([
    'src/clamp.ts:8 value < LEAST => value <= LEAST',
    'src/clamp.ts:19 value.trim() => undefined',
    'src/clamp.ts:19 value.trim() => value',
  ])
  expect([mutants, killed, equivalent]).toEqual([27, 24, 0])
  expect(said.slice(0, 2)).toEqual([
    expect.stringMatching(
      /^left out {2}__tests__\/clamp\.test\.ts: what fails without a mutant is left out: /,
    ),
    'planted: 27 mutants, 5 tests',
  ])
})

describe('a mutant that never ends', () => {
  const startedWith = async (source: string, testOf: string) => {
    const root = await planted({ 'src/a.ts': source, 'src/stuck.ts': source, '__tests__/a.test.ts': testOf })
    const task = {
      root,
      sources: ['src/stuck.ts'],
      testFiles: ['__tests__/a.test.ts'],
      seed: 1,
      slowestMs: 9_000,
    }
    const session = new Session(task, root)
    const coverage = await session.start()
    expect(coverage.left).toEqual([])
    const mutants = mutantsOf(root, task.sources)
    const killer = (change: string, waitMs: number) => {
      const mutant = mutants.find((each) => each.change === change)?.number ?? Number.NaN
      expect(coverage.reachedBy[0]?.has(mutant)).toBe(true)
      return session.killer({ mutant, tests: [0], isInConstant: false, files: [] }, waitMs)
    }
    return { session, killer }
  }

  test('ends with its process, and another process takes the next one', async () => {
    const { session, killer } = await startedWith(STUCK, STUCK_TEST)
    try {
      expect(await killer('ready => false', 500)).toBe('the end of the process, or of the time')
      expect(await killer("'done' => ''", 60_000)).toBe('__tests__/a.test.ts: waits not')
      expect(await killer('ready => true', 60_000)).toBeUndefined()
    } finally {
      session.end()
    }
  })

  test('in a loop ends with its rounds, in the same process', async () => {
    const loop = `export function rounds(most: number): number {
  let n = 0
  while (n < most) n += 1
  return n
}
`
    const { session, killer } = await startedWith(
      loop,
      STUCK_TEST.replace('waited(true)).toBe', 'rounds(2)).toBe')
        .replace("'done'", '2')
        .replace('waited', 'rounds'),
    )
    try {
      expect(await killer('n += 1 => n -= 1', 60_000)).toBe('__tests__/a.test.ts: waits not')
    } finally {
      session.end()
    }
  })
})

describe('a sample', () => {
  const all = Array.from({ length: 100 }, (_, number) => ({
    number,
    file: number < 30 ? 'src/a.ts' : 'src/b.ts',
    start: 0,
    end: 0,
    replacement: undefined,
    line: 1,
    change: '',
    text: '',
  }))
  const numbers = (most: number | undefined, seed: number, file?: string) =>
    sampleOf(all, { most, seed, file }).map(({ number }) => number)

  test('of the same seed is the same, of another one another', () => {
    const sample = numbers(40, 1)
    expect(numbers(40, 1)).toEqual(sample)
    expect(numbers(40, 2)).not.toEqual(sample)
  })
  test('has each mutant once, in order, of the whole and not of a stretch', () => {
    const sample = numbers(40, 1)
    expect(new Set(sample).size).toBe(40)
    expect(sample.toSorted((a, b) => a - b)).toEqual(sample)
    expect((sample.at(-1) ?? 0) - (sample[0] ?? 0)).toBeGreaterThan(60)
  })
  test('of more than there are is all of them, and without a number too', () => {
    const whole = all.map(({ number }) => number)
    expect(numbers(101, 1)).toEqual(whole)
    expect(numbers(undefined, 1)).toEqual(whole)
  })
  test('of one file has no others', () => {
    expect(numbers(undefined, 1, 'src/a.ts')).toEqual(Array.from({ length: 30 }, (_, number) => number))
    expect(numbers(10, 1, 'src/a.ts').every((number) => number < 30)).toBe(true)
  })
})
