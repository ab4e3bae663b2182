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
  ['0o7777', 'mode', 0o7777],
  ['497', 'mode', 0o761],
  // As octal numbers, these would give others more than the group, or the group more than the owner.
  ['72', 'mode', 72],
  ['144', 'mode', 144],
  ['201', 'mode', 201],
  ['4095', 'mode', 0o7777],
  // And these would take more of the owner.
  ['31', 'umask', 31],
  ['63', 'umask', 63],
  ['75', 'umask', 75],
  ['127', 'umask', 127],
  ['511', 'umask', 0o777],
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

test.each(['16', '65', '66', '70', '512', '576'])('mode %s would be none that anybody wants', (text) => {
  expect(octal(text, 'mode')).toBe(
    `${text} is decimal, and would be 0${Number(text).toString(8)}; write 0${text}`,
  )
})

test.each(['', 'rw', '0o', '8x', '420x', '4 2', '-420', '+420', '1e3', '0x1ff', '09', 'x0644', '0644x'])(
  '%j is no number of permissions',
  (text) => {
    expect(octal(text, 'mode')).toBe('expected an octal number such as 0644')
    expect(octal(text, 'umask')).toBe('expected an octal number such as 0022')
  },
)

test.each(['010000', '0o10000', '4096'])('%s is more than permissions', (text) => {
  expect(octal(text, 'mode')).toBe(`${text} has more than permission bits; the most is 07777`)
})

test.each(['22', '27', '77', '64', '72', '130', '512'])('umask %s has lost its zero', (text) => {
  expect(octal(text, 'umask')).toMatch(/is decimal/)
})

test.each([
  ['2008-01-02T15:04:05Z', 1_199_286_245],
  ['2008-01-02t15:04:05.999Z', 1_199_286_245],
  ['2008-1-2 15:04:05', 1_199_286_245],
  ['2008-01-02T16:04:05+01:00', 1_199_286_245],
  ['2008-01-02', 1_199_232_000],
  [' 2008-01-02T15:04:05Z\n', 1_199_286_245],
  ['2008-01-02 \t15:04:05', 1_199_286_245],
  ['2008-01-02T15:04:05.1234 \tZ', 1_199_286_245],
  ['2008-01-02T13:34:05 -01:30', 1_199_286_245],
  ['2008-01-02T5:04:05Z', 1_199_250_245],
  ['1969-12-31T23:59:59Z', -1],
  ['2008-02-29', 1_204_243_200],
  ['2009-02-29', undefined],
  ['x2008-01-02', undefined],
  ['12008-01-02', undefined],
  ['2008-001-02', undefined],
  ['2008-01-002', undefined],
  ['2008-01-02T015:04:05Z', undefined],
  ['2008-01-02T15:4:05Z', undefined],
  ['2008-01-02T15:04:5Z', undefined],
  ['2008-01-02T15:04Z', undefined],
  ['2008-01-02T15:04:05.Z', undefined],
  ['2008-01-02T15:04:05+0100', undefined],
  ['2008-01-02T15:04:05ZZ', undefined],
  ['2008-01-02Z', undefined],
  ['2008-02-30', undefined],
  ['2008-13-01', undefined],
  ['2008-01-02T25:00:00Z', undefined],
  ['1199286245', undefined],
  ['', undefined],
])('%s', (text, seconds) => {
  expect(timestamp(text)).toBe(seconds)
})
