import { expect, test } from '@jest/globals'
import { folderMode, inheritedMode, meaningOf, ownershipOf } from '../../../src/recipe/config/attributes.ts'

const at = { file: 'nfpm.yaml', line: 1, column: 1 }
const CONFIG = { noReplace: false, missingOk: false }

test.each([
  [0o664, 0o022, '/opt/x', 0o644],
  [0o777, 0o027, '/opt/x', 0o750],
  [0o4777, 0o022, '/opt/x', 0o755],
  [0o644, 0o022, '/usr/bin/x', 0o755],
  [0o640, 0o022, '/usr/bin/x', 0o750],
  [0o600, 0, '/sbin/x', 0o700],
  [0o222, 0, '/usr/bin/x', 0o222],
  [0o004, 0, '/usr/bin/x', 0o005],
])('the mode %s less %s at %s', (mode, umask, path, expected) => {
  expect(inheritedMode(mode, umask, path)).toBe(expected)
})

test.each([
  [0o644, 0o755],
  [0o640, 0o750],
  [0o400, 0o500],
  [0o007, 0o007],
  [0o222, 0o222],
  [0o2640, 0o2750],
])('who may read a folder of %s may enter it', (mode, expected) => {
  expect(folderMode(mode)).toBe(expected)
})

test.each([
  ['file', {}],
  ['dir', {}],
  ['symlink', {}],
  ['tree', {}],
  ['config', { role: 'config', policy: CONFIG }],
  ['config|tree', { role: 'config', policy: CONFIG }],
  ['config|noreplace', { role: 'config', policy: { ...CONFIG, noReplace: true } }],
  ['config|noreplace|tree', { role: 'config', policy: { ...CONFIG, noReplace: true } }],
  ['config|missingok', { role: 'config', policy: { ...CONFIG, missingOk: true } }],
  ['config|missingok|tree', { role: 'config', policy: { ...CONFIG, missingOk: true } }],
  ['doc', { role: 'doc' }],
  ['licence', { role: 'license' }],
] as const)('%s means %j', (type, meaning) => {
  expect(meaningOf(type)).toEqual(meaning)
})

test('whose a file is stays open where nothing says it', () => {
  expect(ownershipOf({ at })).toStrictEqual({})
  expect(ownershipOf({ at, file_info: { at } })).toStrictEqual({})
  const owner = { value: 'app', at }
  expect(ownershipOf({ at, file_info: { at, owner, group: owner, mtime: { value: 5, at } } })).toStrictEqual({
    owner: 'app',
    group: 'app',
    modifiedSeconds: 5,
  })
})
