import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { compareEvr, compareVersions, parseEvr, printEvr } from '../../src/rpm/evr.ts'
import { randomSeed, rpmOrders } from '../support/orders.ts'
import { testWith } from '../support/programs.ts'

const PAIRS = 2_000

const told = (pairs: readonly (readonly [string, string])[], orders: readonly number[]) =>
  pairs.map(([a, b], at) => `${a} ${b} ${orders[at]}`)

const letter = fc.constantFrom(...'0019abAZ.._+~^'.split(''))
const version = fc.string({ unit: letter, minLength: 1, maxLength: 7 })
const evr = fc.tuple(fc.option(fc.nat(2)), version, fc.option(version)).map(([epoch, version, release]) =>
  printEvr({
    version,
    ...(epoch === null ? {} : { epoch }),
    ...(release === null ? {} : { release }),
  }),
)

testWith(['rpm'], 'versions are ordered as rpm orders them', async () => {
  const seed = randomSeed()
  const pairs = fc.sample(fc.tuple(version, version), { numRuns: PAIRS, seed })
  const ours = pairs.map(([a, b]) => Math.sign(compareVersions(a, b)))
  const theirs = await rpmOrders(pairs)
  expect({ seed, orders: told(pairs, ours) }).toEqual({ seed, orders: told(pairs, theirs) })
})

testWith(['rpm'], 'epochs, versions and releases are ordered as rpm orders them', async () => {
  const seed = randomSeed()
  const pairs = fc.sample(fc.tuple(evr, evr), { numRuns: PAIRS, seed })
  const ours = pairs.map(([a, b]) => Math.sign(compareEvr(parseEvr(a), parseEvr(b))))
  const theirs = await rpmOrders(pairs)
  expect({ seed, orders: told(pairs, ours) }).toEqual({ seed, orders: told(pairs, theirs) })
})

test.each([
  ['1.0~rc.1', '1.0', -1],
  ['1.0^git1', '1.0', 1],
  ['1.0^git1', '1.0.1', -1],
  ['1.0^git1~pre', '1.0^git1', -1],
  ['1.010', '1.10', 0],
  ['1.0', '1_0', 0],
  ['1a', '1.1', -1],
  ['99999999999999999999999', '100000000000000000000000', -1],
  ['1.0~rc', '1.0~rc~1', 1],
  ['1.0^', '1.0', 1],
  ['1.0^a', '1.0a', -1],
  ['1.0^', '1.01', -1],
  ['1.0.a', '1.0', 1],
  ['1.0^', '1.0A', -1],
  ['1.ab', '1.b', -1],
  ['1.ab', '1.a.b', 1],
  ['1.ab', '1.abc', -1],
  ['1.a', '1.A', 1],
  ['1.9', '1.10', -1],
  ['1.2', '1.3', -1],
  ['1.0001', '1.2', -1],
  ['1.0002', '1.10', -1],
  ['1.000', '1.0', 0],
  ['1.2', '1.2', 0],
  ['a1', 'a', 1],
  ['', '', 0],
])('%s against %s is %d', (a, b, expected) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected)
  expect(Math.sign(compareVersions(b, a)) + expected).toBe(0)
})

test('epochs come first, and no release is older than any', () => {
  expect(compareEvr(parseEvr('1.0-1'), parseEvr('1.0'))).toBeGreaterThan(0)
  expect(compareEvr(parseEvr('1:1.0-1'), parseEvr('2.0-1'))).toBeGreaterThan(0)
  expect(compareEvr(parseEvr('0:1.0'), parseEvr('1.0'))).toBe(0)
})

test.each([
  ['1.0', '1.1', -1],
  ['1.0-1', '1.0-2', -1],
  ['1.0-9', '1.0-10', -1],
  ['1.0-1', '1.0-1', 0],
  ['1.0', '1.0', 0],
  ['1.0', '1.0-0', -1],
  ['1:1.0', '0:2.0', 1],
  ['1:1.0', '1:2.0', -1],
  ['2:1.0', '3:1.0', -1],
  ['1.0', '1:1.0', -1],
])('%s against %s, with epochs and releases, is %d', (a, b, expected) => {
  expect(Math.sign(compareEvr(parseEvr(a), parseEvr(b)))).toBe(expected)
  expect(Math.sign(compareEvr(parseEvr(b), parseEvr(a))) + expected).toBe(0)
})

test.each([
  ['', { version: '' }],
  ['-1', { version: '', release: '1' }],
  ['a-', { version: 'a', release: '' }],
  ['0:1', { epoch: 0, version: '1' }],
  ['1234567890:1', { epoch: 1_234_567_890, version: '1' }],
  ['12345678901:1', { version: '12345678901:1' }],
  ['01:1', { version: '01:1' }],
  ['x1:1', { version: 'x1:1' }],
  ['x:1', { version: 'x:1' }],
  [':1', { version: ':1' }],
  ['1:2\n3-4', { epoch: 1, version: '2\n3', release: '4' }],
])('%j is read', (text, expected) => {
  expect(parseEvr(text)).toEqual(expected)
})

test('what parses prints back', () => {
  expect(parseEvr('7:1.2-3-4')).toEqual({ epoch: 7, version: '1.2-3', release: '4' })
  expect(parseEvr('1.2')).toEqual({ version: '1.2' })
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'019a:-.~\n'.split('')) }),
      (text) => printEvr(parseEvr(text)) === text,
    ),
  )
})
