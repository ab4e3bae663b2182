import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { run, temporaryDirectory } from '../support/programs.ts'

const TRIGGER = '07'
const PLACE = expect.stringMatching(/^src\/readers\.ts:\d+$/)
const letters = Buffer.from('dcbadcba').toString('hex')
const planted = { message: 'Error: planted', place: PLACE, input: TRIGGER }

const FINDS: Readonly<Record<string, readonly unknown[]>> = {
  good: [],
  refusing: [],
  exception: [{ kind: 'exception', message: 'TypeError: planted', place: PLACE, input: letters }],
  'no error': [{ ...planted, kind: 'exception', message: 'Error: { planted: true }', place: '' }],
  violation: [{ ...planted, kind: 'violation' }],
  rejection: [{ ...planted, kind: 'rejection' }],
  uncaught: [{ ...planted, kind: 'uncaught' }],
  slow: [{ kind: 'slow', message: expect.stringMatching(/^\d+ ms of /), place: 'slow', input: TRIGGER }],
  memory: [
    { kind: 'memory', message: expect.stringMatching(/^\d+ MiB more$/), place: 'memory', input: TRIGGER },
  ],
  // What a message says of lines of src is the input's, and no place.
  'long message': [
    { ...planted, kind: 'exception', message: expect.stringMatching(/^RangeError: /), place: PLACE },
  ],
}

test('each fault is found, told from the others, and made small; a good reader gives none', async () => {
  const names = Object.keys(FINDS)
  const { stdout, stderr } = await fuzzed(join(await temporaryDirectory(), 'hang'), '60000', ...names)
  expect(stderr).toBe('')
  const found = JSON.parse(stdout) as readonly unknown[]
  expect(Object.fromEntries(names.map((name, at) => [name, found[at]]))).toEqual(FINDS)
}, 300_000)

test.each([
  ['endless', 'HANG', '1000'],
  ['waiting', 'HANG', '1000'],
  ['takes all memory', 'MEMORY', '60000'],
])(
  '%s: the watchdog ends the process, and names the input',
  async (name, word, hangMs) => {
    const file = join(await temporaryDirectory(), 'hang')
    const { stdout, stderr, code } = await fuzzed(file, hangMs, name)
    const input = await readFile(file)
    expect([stdout, stderr, code]).toEqual(['', `${word}: ${file} ${input.toString('base64')}\n`, null])
    expect(input.includes(Buffer.from(TRIGGER, 'hex'))).toBe(true)
  },
  300_000,
)

function fuzzed(...args: readonly string[]) {
  const script = ['--disable-warning=ExperimentalWarning', '__tests__/hostile/planted-process.ts']
  return run(process.execPath, [...script, ...args], { allowFailure: true })
}
