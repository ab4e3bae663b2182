import { expect } from '@jest/globals'
import { missingFor } from '../clients/fresh-root.ts'
import { run, testUnlessMissing } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'

const SEED = process.env['SOAK_SEED'] ?? String(Date.now() % 1_000_000)
const STEPS = String(scaled(40, 1_000))
const TIMEOUT_MS = scaled(15, 240) * 60_000

// In a process of its own, whose memory nobody else uses. What it says when it fails has the seed and the step.
testUnlessMissing(
  missingFor('trixie'),
  `a bucket keeps its promises, and its size, over ${STEPS} steps (seed ${SEED})`,
  async () => {
    const program = ['--expose-gc', '--disable-warning=ExperimentalWarning', 'bench/soak.ts']
    const { stdout } = await run(process.execPath, [...program, '--steps', STEPS, '--seed', SEED], {
      env: { INIT_CWD: undefined, NODE_OPTIONS: undefined },
    })
    expect(stdout).toMatch(/^In the end \d+ objects.*, 0 that nothing names$/m)
  },
  TIMEOUT_MS,
)
