import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { compareVersions, isVersion, parseVersion, printVersion } from '../../src/deb/version.ts'
import { PublishError } from '../../src/errors.ts'
import { dpkgOrders, randomSeed } from '../support/orders.ts'
import { run, testWith } from '../support/programs.ts'

const PAIRS = Number(process.env['VERSION_PAIRS'] ?? 300)

const compare = (a: string, b: string) =>
  Math.sign(compareVersions(parseVersion(a, 'a'), parseVersion(b, 'b')))

test('reads epoch, upstream and revision', () => {
  expect(parseVersion('1:2:3-4-5', 'it')).toEqual({ epoch: 1, upstream: '2:3-4', revision: '5' })
  expect(parseVersion('1.2.3~rc1+b', 'it')).toEqual({ upstream: '1.2.3~rc1+b' })
  for (const text of ['0', '0:0', '1-1', '2147483647:1a~+.-b', '1-a-']) {
    if (isVersion(text)) expect(printVersion(parseVersion(text, 'it'))).toBe(text)
  }
})

test.each([
  '',
  'v1',
  '1_0',
  '1:',
  ':1',
  'a:1',
  '-1:1',
  '1-',
  '1 2',
  '1-2:3',
  '2147483648:1',
  '01:1',
  '1é',
  '1\n',
  '1'.repeat(129),
])('refuses %j', (text) => {
  expect(() => parseVersion(text, 'a.deb')).toThrow(PublishError)
  expect(() => parseVersion(text, 'a.deb')).toThrow(/^a\.deb has the version/)
})

test.each([
  ['1.0', '1.0', 0],
  ['1.0', '1.0-0', 0],
  ['0:1', '1', 0],
  ['1.01', '1.1', 0],
  ['1.001', '1.1', 0],
  ['1~rc1', '1', -1],
  ['1~', '1~~', 1],
  ['1.2.3~rc.1', '1.2.3-1', -1],
  ['1.10', '1.9', 1],
  ['1a', '1+', -1],
  ['1:0', '99', 1],
  ['1.123456789012345678901234567890', '1.123456789012345678901234567891', -1],
  ['1.2-3', '1.2-10', -1],
])('%s against %s', (a, b, order) => {
  expect(compare(a, b)).toBe(order)
  expect(compare(b, a)).toBe(order === 0 ? 0 : -order)
})

testWith(['dpkg'], 'orders as dpkg does', async () => {
  const part = fc.string({ unit: fc.constantFrom(...Array.from('0011299abZ.+~~-')), maxLength: 7 })
  const version = fc
    .tuple(fc.constantFrom('', '', '0:', '1:'), fc.constantFrom('0', '1', '10'), part)
    .map((parts) => parts.join(''))
    .filter(isVersion)
  // Half of the pairs differ in the end only: random ones differ at once.
  const near = fc.tuple(version, part, part).map(([start, a, b]) => [start + a, start + b] as const)
  const pair = fc.oneof(fc.tuple(version, version), near).filter(([a, b]) => isVersion(a) && isVersion(b))
  const seed = randomSeed()
  const pairs = fc.sample(pair, { numRuns: PAIRS, seed })
  const orders = await dpkgOrders(pairs)
  expect(orders).toHaveLength(pairs.length)
  const wrong = pairs.filter(([a, b], at) => compare(a, b) !== orders[at])
  expect({ seed, wrong }).toEqual({ seed, wrong: [] })
})

testWith(['dpkg'], 'takes no version that dpkg refuses', async () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('01a.+~-:_')), minLength: 1, maxLength: 6 })
  const texts = fc.sample(text, { numRuns: 150, seed: 1 })
  const loop = 'while read -r a; do dpkg --validate-version "$a" 2>&1 | tr "\\n" " "; echo; done'
  const { stdout } = await run('sh', ['-c', loop], { input: texts.map((it) => `${it}\n`).join('') })
  const complaints = stdout.split('\n')
  expect(texts.filter((it, at) => isVersion(it) && complaints[at] !== '')).toEqual([])
  expect(texts.filter((it, at) => !isVersion(it) && complaints[at] === '' && !/^0\d*:/.test(it))).toEqual([])
})
