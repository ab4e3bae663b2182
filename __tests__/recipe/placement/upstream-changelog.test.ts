import { expect, test } from '@jest/globals'
import { contentOf } from '../../../src/content.ts'
import type { FileKind, KnownFile } from '../../../src/recipe/placement/kind.ts'
import { upstreamChangelog } from '../../../src/recipe/placement/upstream-changelog.ts'

const content = contentOf(Buffer.from('x'))
const known = (name: string, kind: 'document' | 'notice' = 'document'): KnownFile => ({
  file: { kind, name } satisfies FileKind,
  content,
})
const found = (...files: readonly KnownFile[]) => {
  const file = upstreamChangelog(files)?.file
  return file === undefined || !('name' in file) ? undefined : file.name
}

test.each([
  [['NEWS', 'CHANGES', 'CHANGELOG.md'], 'CHANGELOG.md'],
  [['changelog.md', 'changelog', 'README'], 'changelog'],
  [['Change-Log.rst', 'changes'], 'Change-Log.rst'],
  [['changes.txt', 'README'], 'changes.txt'],
  [['changes', 'README'], 'changes'],
  [['changelog.d', 'changelog.a'], 'changelog.a'],
  [['changelog.a', 'changelog.d'], 'changelog.a'],
  [['my-changelog', 'changelog-old', 'my-changes', 'changes2', 'changes.1', 'changelog.'], undefined],
  [[], undefined],
])('of %j the makers’ changelog is %s', (names, expected) => {
  expect(found(...names.map((name) => known(name)))).toBe(expected)
})

test('what is no document is no changelog', () => {
  expect(found(known('changelog', 'notice'))).toBeUndefined()
  expect(found(known('changelog', 'notice'), known('changes'))).toBe('changes')
})
