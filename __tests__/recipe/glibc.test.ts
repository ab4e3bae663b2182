import { expect, test } from '@jest/globals'
import type { VersionNeed } from '../../src/recipe/dynamic-links.ts'
import { compareNumbers, glibcNeeded, newestOf } from '../../src/recipe/glibc.ts'
import { PROGRAM } from '../support/linked-program.ts'

const needing = (...versions: readonly string[]) => ({
  ...PROGRAM,
  versionNeeds: versions.map((version): VersionNeed => ({ library: 'libc.so.6', version, isWeak: false })),
})

test.each([
  [['GLIBC_2.2.5', 'GLIBC_2.34', 'GLIBC_2.17'], '2.34'],
  [['GLIBC_2.34', 'GLIBC_ABI_DT_RELR'], '2.36'],
  [['GLIBC_2.38', 'GLIBC_ABI_DT_RELR'], '2.38'],
  [['GLIBC_ABI_GNU_TLS'], '2.42'],
  [['GLIBC_ABI_GNU2_TLS'], '2.42'],
  [['GLIBC_ABI_DT_X86_64_PLT'], '2.42'],
  [['GLIBC_9999.9999.9999'], '9999.9999.9999'],
  [['GLIBCXX_3.4.30', 'GLIBC_2.4'], '2.4'],
  [['XGLIBC_2.4'], undefined],
  [['GLIBC_2.4x'], undefined],
  [['GLIBC_x.y'], undefined],
  [['GLIBC_2'], undefined],
  [['GLIBC_2.3.4.5'], undefined],
  [['GLIBC_10000.1'], undefined],
  [['GLIBC_2.10000'], undefined],
  [['GLIBC_PRIVATE'], undefined],
  [[], undefined],
])('%j needs glibc %s', (versions, needed) => {
  expect(glibcNeeded(needing(...versions))).toBe(needed)
})

test('a program starts without a version that it needs only weakly', () => {
  const [strong, weak] = ['GLIBC_2.28', 'GLIBC_2.38'].map((version, index) => ({
    library: 'libc.so.6',
    version,
    isWeak: index === 1,
  }))
  expect(glibcNeeded({ ...PROGRAM, versionNeeds: [weak!, strong!] })).toBe('2.28')
})

test('the newest of versions, of which some are not known', () => {
  expect(newestOf([undefined, '2.9', '2.10', undefined, '2.1'])).toBe('2.10')
  expect(newestOf([undefined])).toBeUndefined()
})

test.each([
  ['2.9', '2.10', -1],
  ['3', '2.10', 1],
  ['2.1', '2.1', 0],
  ['2.1', '2.1.0', -1],
  ['2.1.1', '2.1', 1],
  ['2', '2.0', -1],
])('%s beside %s', (left, right, sign) => {
  expect(Math.sign(compareNumbers(left, right))).toBe(sign)
  expect(Math.sign(compareNumbers(right, left)) + sign).toBe(0)
})
