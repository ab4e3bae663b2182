import { expect, test } from '@jest/globals'
import type { Ownership } from '../../src/recipe/description.ts'
import { ownershipOf } from '../../src/recipe/ownership.ts'

const NOW = 1_750_000_000
const of = (ownership: Ownership, seconds = NOW) => ownershipOf({ path: '/srv/x', ...ownership }, seconds)

test('a path is root’s and of the package’s time, where nothing is said', () => {
  expect(of({})).toEqual({ owner: 'root', group: 'root', mtimeSeconds: NOW })
  expect(of({ owner: 'app', group: 'adm', modifiedSeconds: 5 })).toEqual({
    owner: 'app',
    group: 'adm',
    mtimeSeconds: 5,
  })
})

test('nothing is newer than its package', () => {
  expect(of({ modifiedSeconds: NOW + 1 }).mtimeSeconds).toBe(NOW)
  expect(of({ modifiedSeconds: NOW - 1 }).mtimeSeconds).toBe(NOW - 1)
  expect(of({ modifiedSeconds: 2 ** 32 - 1 }).mtimeSeconds).toBe(NOW)
  expect(of({ modifiedSeconds: 0 }).mtimeSeconds).toBe(0)
})

test('the package’s own time is nothing that a path is refused for', () => {
  expect(of({}, 2 ** 33).mtimeSeconds).toBe(2 ** 33)
  expect(() => of({ modifiedSeconds: 2 ** 33 }, 2 ** 33)).toThrow('has the time 8589934592')
})

test.each(['_apt', 'a', 'A9', 'www-data', 'systemd.x', 'machine$', 'a'.repeat(31)])(
  '%s is a name',
  (name) => {
    expect(of({ owner: name, group: name })).toMatchObject({ owner: name, group: name })
  },
)

test.each(['', '0', '1000', '-a', ' a', 'a b', 'a:b', 'é', '$', 'a$b', 'a'.repeat(32)])(
  '%j is no name of a user or group',
  (name) => {
    const message = `the path "/srv/x" belongs to ${JSON.stringify(name)}, which is no name of a user or group`
    for (const ownership of [{ owner: name }, { group: name }])
      expect(() => of(ownership)).toThrow(expect.objectContaining({ code: 'PACKAGE', message }))
  },
)

test.each([-1, 0.5, Number.NaN, 2 ** 32])('%s is no time', (modifiedSeconds) => {
  expect(() => of({ modifiedSeconds })).toThrow(
    `the path "/srv/x" has the time ${modifiedSeconds}; a package holds 0 to 2^32 - 1 seconds since 1970`,
  )
})
