import { rm } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { run, temporaryDirectory } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'

/** Of all targets together. */
const SECONDS = scaled(60, 3 * 60 * 60)
const LOADING_MS = 10 * 60 * 1_000

interface Reported {
  readonly target: string
  readonly executions: number
  readonly corpus: number
  readonly found: readonly { readonly kind: string; readonly message: string; readonly input: string }[]
}

test(
  'whatever bytes a reader gets, it gives a value or one error, and keeps its promises',
  async () => {
    const names = (await fuzz('--list')).stdout.trim().split('\n')
    const finds = await temporaryDirectory()
    const seed = process.env['SEED'] ?? String(Math.floor(Math.random() * 2 ** 31))
    // oxlint-disable-next-line no-console
    console.info(`fuzzing: npm run fuzz -- --seed ${seed} --seconds-in-all ${SECONDS}`)
    const options = ['--seed', seed, '--seconds-in-all', String(SECONDS), '--finds', finds, '--json']
    const { stdout, stderr } = await fuzz(...options)
    expect(stderr).toBe('')
    const reports = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Reported)
    expect(reports.map(({ target }) => target)).toEqual(names)
    for (const { target, executions, found } of reports) {
      expect([target, found]).toEqual([target, []])
      // The seeds at least; a busy machine gets no farther in its second.
      expect(executions).toBeGreaterThan(0)
    }
    await rm(finds, { recursive: true, force: true })
  },
  SECONDS * 1_000 * 3 + LOADING_MS,
)

/** What does not end is on standard error. */
function fuzz(...args: readonly string[]) {
  const script = ['--disable-warning=ExperimentalWarning', '__tests__/hostile/fuzz-process.ts']
  return run(process.execPath, [...script, ...args], { allowFailure: true })
}
