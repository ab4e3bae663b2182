import { PublishError } from '../../../../src/errors.ts'
import { promised } from '../../engine/target.ts'

type Reader = (input: Buffer) => Promise<unknown>

const TRIGGER = 7

/** A reader that errs where an input has a certain byte, wherever it is. */
function at(fault: () => unknown): Reader {
  return async (input) => {
    if (input.includes(TRIGGER)) await fault()
  }
}

function burnCpu(ms: number): void {
  const { user } = process.cpuUsage()
  while (process.cpuUsage().user - user < ms * 1_000);
}

/** Readers with one fault each, but for the first two. */
export const READERS = {
  good: async (input) => input.length,
  refusing: async (input) => {
    throw new PublishError('PACKAGE', `no package: ${JSON.stringify(input.toString('latin1'))}`)
  },
  exception: async (input) => {
    // By chance alone it takes 4^8 inputs: each letter that is right is code that ran for the first time.
    const [a, b, c, d, e, f, g, h] = input.toString('latin1')
    if (a !== 'd') return 1
    if (b !== 'c') return 2
    if (c !== 'b') return 3
    if (d !== 'a') return 4
    if (e !== 'd') return 5
    if (f !== 'c') return 6
    if (g !== 'b') return 7
    if (h !== 'a') return 8
    throw new TypeError('planted')
  },
  'no error': at(() => {
    throw { planted: true } as unknown
  }),
  violation: at(() => promised(false, 'planted')),
  rejection: at(() => void Promise.reject(new Error('planted'))),
  uncaught: at(() =>
    setImmediate(() => {
      throw new Error('planted')
    }),
  ),
  slow: at(() => burnCpu(100)),
  memory: at(() => Buffer.alloc(200 * 2 ** 20, 1).length),
  'long message': at(() => {
    throw new RangeError('\n    at /src/planted.ts:1'.repeat(10_000))
  }),
  endless: at(() => {
    for (;;);
  }),
  waiting: at(() => new Promise(() => undefined)),
  'takes all memory': at(() => {
    for (const kept: Buffer[] = []; ;) kept.push(Buffer.alloc(2 ** 20, 1))
  }),
} as const satisfies Readonly<Record<string, Reader>>
