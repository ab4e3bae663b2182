import { expect, test } from '@jest/globals'
import type { FileKind, UnitFile } from '../../../src/recipe/placement/kind.ts'
import { systemdFiles } from '../../../src/recipe/placement/systemd-files.ts'

const unit = (name: string, changes: Partial<UnitFile> = {}): FileKind => ({
  kind: 'unit',
  name,
  unit: { manager: 'system', isInstallable: false, isTemplate: false, programs: [], ...changes },
})
const dropIn = (manager: UnitFile['manager']): FileKind => ({
  kind: 'dropIn',
  unit: 'other.service',
  name: 'x.conf',
  manager,
  programs: [],
})
const NONE = { isRead: false, all: [], installable: [] }

test('units of both managers by their names, without templates, and what makes users and files', () => {
  const files: readonly FileKind[] = [
    unit('b.service', { isInstallable: true }),
    unit('a.timer', { isInstallable: true }),
    unit('c.service'),
    unit('d@.service', { isInstallable: true, isTemplate: true }),
    unit('z.service', { manager: 'user', isInstallable: true }),
    unit('y.service', { manager: 'user' }),
    { kind: 'sysusers', name: 'b.conf' },
    { kind: 'sysusers', name: 'a.conf' },
    { kind: 'tmpfiles', name: 'd.conf' },
    { kind: 'tmpfiles', name: 'c.conf' },
    { kind: 'document', name: 'README' },
  ]
  expect(systemdFiles(files)).toEqual({
    sysusers: ['a.conf', 'b.conf'],
    tmpfiles: ['c.conf', 'd.conf'],
    system: {
      isRead: true,
      all: ['a.timer', 'b.service', 'c.service'],
      installable: ['a.timer', 'b.service'],
    },
    user: { isRead: true, all: ['y.service', 'z.service'], installable: ['z.service'] },
  })
})

test('templates and what adds to units are read again, and not started', () => {
  const template = unit('d@.service', { isInstallable: true, isTemplate: true })
  for (const file of [template, dropIn('system')])
    expect(systemdFiles([{ kind: 'document', name: 'README' }, file])).toEqual({
      sysusers: [],
      tmpfiles: [],
      system: { ...NONE, isRead: true },
      user: NONE,
    })
})

test('each kind alone is enough, but for what a user’s manager reads by itself', () => {
  expect(systemdFiles([{ kind: 'sysusers', name: 'a.conf' }])).toMatchObject({
    sysusers: ['a.conf'],
    system: NONE,
  })
  expect(systemdFiles([{ kind: 'tmpfiles', name: 'a.conf' }])).toMatchObject({ tmpfiles: ['a.conf'] })
  expect(systemdFiles([unit('a.service', { manager: 'user' })])).toMatchObject({
    user: { all: ['a.service'] },
  })
  expect(systemdFiles([dropIn('user')])).toBeUndefined()
  expect(systemdFiles([{ kind: 'document', name: 'README' }])).toBeUndefined()
  expect(systemdFiles([])).toBeUndefined()
})
