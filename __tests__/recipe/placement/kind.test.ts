import { expect, test } from '@jest/globals'
import { type FileKind, programsOf, withPrograms } from '../../../src/recipe/placement/kind.ts'

const UNIT = {
  kind: 'unit',
  name: 'hello.service',
  unit: { manager: 'system', isInstallable: true, isTemplate: false, programs: ['/bin/a'] },
} as const
const DROP_IN = {
  kind: 'dropIn',
  unit: 'hello.service',
  name: 'x.conf',
  manager: 'user',
  programs: ['/bin/b'],
} as const
const SERVICE = { kind: 'dbus', path: 'services/org.example.service', programs: ['/bin/c'] } as const
const OTHERS: readonly FileKind[] = [
  { kind: 'document', name: 'README' },
  { kind: 'sysusers', name: 'hello.conf' },
]

test('units, what adds to them and services of D-Bus start programs', () => {
  expect([UNIT, DROP_IN, SERVICE].map((file) => programsOf(file))).toEqual([
    ['/bin/a'],
    ['/bin/b'],
    ['/bin/c'],
  ])
  expect(OTHERS.map((file) => programsOf(file))).toEqual([[], []])
})

test('with other programs they stay what they are', () => {
  expect(withPrograms(UNIT, ['/x'])).toEqual({ ...UNIT, unit: { ...UNIT.unit, programs: ['/x'] } })
  expect(withPrograms(DROP_IN, ['/x'])).toEqual({ ...DROP_IN, programs: ['/x'] })
  expect(withPrograms(SERVICE, [])).toEqual({ ...SERVICE, programs: [] })
})
