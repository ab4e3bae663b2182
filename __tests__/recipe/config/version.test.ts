import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { debianVersion } from '../../../src/deb/debian-version.ts'
import { rpmVersion } from '../../../src/rpm/version.ts'
import { describedVersion, withoutV } from '../../../src/recipe/config/version.ts'
import { both } from './describing.ts'

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

test('what nothing says is in no version', () => {
  expect(describedVersion({}, '1.2.3', undefined)).toStrictEqual({
    version: '1.2.3',
    versionParts: { base: '1.2.3' },
  })
})

test.each([
  ['v1.2', '1.2'],
  ['1.2', '1.2'],
  ['vim', 'vim'],
  ['rev1', 'rev1'],
  ['vv1', 'vv1'],
])('%s without its v is %s', (version, expected) => {
  expect(withoutV(version)).toBe(expected)
})

/** What stands in backquotes in each cell of each row. */
function documented(): readonly (readonly string[][])[] {
  const text = readFileSync('docs/nfpm.md', 'utf8')
  const [, table = ''] = /<!-- versions -->([\s\S]*)<!-- end of versions -->/.exec(text) ?? []
  const rows = table.trim().split('\n').slice(2)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)),
  )
}

test.each(
  documented().map(([said = [], deb = [], rpm = []]) => [said.join(', '), said, deb[0], rpm[0]] as const),
)('as docs/nfpm.md says: %s', async (_, said, deb, rpm) => {
  const described = await both(said.join('\n'))
  expect(debianVersion(described.deb)).toBe(deb)
  expect(rpmVersion(described.rpm).version).toBe(rpm)
})

test('docs/nfpm.md has such a table', () => {
  expect(documented().length).toBeGreaterThan(5)
})
