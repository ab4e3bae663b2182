import { expect, test } from '@jest/globals'
import { proposePart, proposeVersion } from '../../src/recipe/version-proposal.ts'

test.each([
  ['2147483647:1_2', '2147483647:1.2'],
  // dpkg has no larger epoch.
  ['2147483648:1_2', '1.2'],
  ['0:1_2', '0:1.2'],
  ['a/1.2', '1.2'],
  ['a/V1.2', '1.2'],
  ['ab1.2/x', '0.0.0+ab1.2.x'],
  ['1.2/rc\n1', '1.2.rc.1'],
  ['x-1.2/\n', '1.2'],
  ['x-r.7/2', '7.2'],
  ['x-rel7/2', '7.2'],
  ['x-release7/2', '7.2'],
  ['x-version7/2', '7.2'],
  ['x-v7/2', '7.2'],
  ['x-7', '7'],
  ['x-7-1.234', '1.234'],
  ['7-1.0/x', '7-1.0.x'],
  ['10-1.0/x', '10-1.0.x'],
  ['1.2rc_1', '1.2rc.1'],
  ['1.2-rc-1+a_b', '1.2-rc.1+a.b'],
  ['2026-1-5', '2026.1.5'],
  ['2026-1-55', '2026.1.55'],
  ['2026-1-555', '2026-1.555'],
  ['2026-111-5', '2026-111.5'],
  ['12026-1-5', '12026-1.5'],
  [`${'1'.repeat(125)}_23`, `${'1'.repeat(125)}.23`],
  [`${'1'.repeat(126)}_23`, undefined],
])('in place of %j: %j', (text, proposal) => {
  expect(proposeVersion(text)).toBe(proposal)
})

test.each([
  ['rc 1', 'rc.1'],
  ['..rc1..', 'rc1'],
  ['a^b', 'a+b'],
  ['a__b', 'a.b'],
  ['Az09.+~', 'Az09.+~'],
  ['', undefined],
  ['_', undefined],
  ['a'.repeat(128), 'a'.repeat(128)],
  ['a'.repeat(129), undefined],
])('in place of the part %j: %j', (text, proposal) => {
  expect(proposePart(text)).toBe(proposal)
})
