import { expect, test } from '@jest/globals'
import { describedVersion } from '../../../src/recipe/config/version.ts'

const at = { file: 'f', line: 1, column: 1 }

test.each([
  [{}, '1.2.3', '1.2.3'],
  [{}, 'v1.2', '1.2'],
  [{}, '1.10', '1.10'],
  [{}, '1.2.3-rc.1+x', '1.2.3-rc.1+x'],
  [{ prerelease: 'beta1' }, '1.2.3-rc.1+x', '1.2.3-beta1+x'],
  [{ version_metadata: 'git' }, '1.2.3-rc.1+x', '1.2.3-rc.1+git'],
  [{ prerelease: 'beta1', version_metadata: 'git' }, '1.2.3', '1.2.3-beta1+git'],
  [{ version_schema: 'none' }, '1.2.3-rc.1', '1.2.3-rc.1'],
  [{ version_schema: 'none', prerelease: 'b' }, '1.2.3', '1.2.3-b'],
  [{ prerelease: 'b' }, 'nightly', 'nightly-b'],
])('%j of %s', (keys, version, expected) => {
  const placed = Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, { value, at }]))
  expect(describedVersion(placed, version, undefined)).toEqual({ version: expected })
})
