import { expect, test } from '@jest/globals'
import { octal } from '../../../src/recipe/config/octal.ts'
import { timestamp } from '../../../src/recipe/config/timestamp.ts'

test.each([
  ['0644', 'mode', 0o644],
  ['0o644', 'mode', 0o644],
  ['07777', 'mode', 0o7777],
  ['420', 'mode', 0o644],
  ['436', 'mode', 0o664],
  ['493', 'mode', 0o755],
  ['0', 'umask', 0],
  ['2', 'umask', 2],
  ['18', 'umask', 0o22],
  ['0022', 'umask', 0o22],
] as const)('%s as %s', (text, use, bits) => {
  expect(octal(text, use)).toBe(bits)
})

test.each(['644', '755', '600', '664', '775', '777', '400', '444', '700', '1777', '4755'])(
  '%s has lost its zero',
  (text) => {
    expect(octal(text, 'mode')).toMatch(
      new RegExp(`^${text} is decimal, and would be 0\\d+; write 0${text}$`),
    )
  },
)

test.each(['22', '27', '77'])('umask %s has lost its zero', (text) => {
  expect(octal(text, 'umask')).toMatch(/is decimal/)
})

test.each([
  ['2008-01-02T15:04:05Z', 1_199_286_245],
  ['2008-01-02t15:04:05.999Z', 1_199_286_245],
  ['2008-1-2 15:04:05', 1_199_286_245],
  ['2008-01-02T16:04:05+01:00', 1_199_286_245],
  ['2008-01-02', 1_199_232_000],
  ['2008-02-30', undefined],
  ['2008-13-01', undefined],
  ['2008-01-02T25:00:00Z', undefined],
  ['1199286245', undefined],
  ['', undefined],
])('%s', (text, seconds) => {
  expect(timestamp(text)).toBe(seconds)
})
