import { expect, test } from '@jest/globals'
import { describedVersion } from '../../../src/recipe/config/version.ts'

const at = { file: 'f', line: 1, column: 1 }

test.each([
  [{}, 'v1.2', { version: '1.2.0' }],
  [{ prerelease: 'beta1' }, '1.2.3-rc.1+x', { version: '1.2.3-beta1+x' }],
  [{ version_metadata: 'git' }, '1.2.3', { version: '1.2.3+git' }],
  [{ version_schema: 'none' }, '1.10', { version: '1.10' }],
  [{ epoch: '2' }, '1.2.3', { version: '1.2.3', epoch: 2 }],
])('%j of %s', (keys, version, expected) => {
  const placed = Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, { value, at }]))
  expect(describedVersion(placed, version, '4')).toMatchObject({ ...expected, release: '4' })
})
