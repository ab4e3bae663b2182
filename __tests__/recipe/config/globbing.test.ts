import { expect, test } from '@jest/globals'
import { LIMITS } from '../../../src/limits.ts'
import { filesBelow, filesMatching } from '../../../src/recipe/config/globbing.ts'
import { memorySources } from './memory-sources.ts'

const SOURCES = memorySources({
  'b/z': '',
  'b/a/y': '',
  'b/a/x.c': '',
  'b/a/deep/w.c': '',
  'b/empty': { folder: true },
  'b/link': { target: 'a' },
  'c/a/x.c': '',
  'top.c': '',
  '/abs/a/x.c': '',
  '/abs/a/y': '',
})
const matching = (pattern: string) => filesMatching(pattern, SOURCES)

test('files below a folder, sorted, at any depth', async () => {
  expect(await filesBelow('b', SOURCES)).toEqual(['b/a/deep/w.c', 'b/a/x.c', 'b/a/y', 'b/link', 'b/z'])
  expect(await filesBelow('b/empty', SOURCES)).toEqual([])
  expect(await filesBelow('none', SOURCES)).toEqual([])
})

test.each([
  ['b/*', ['b/a/deep/w.c', 'b/a/x.c', 'b/a/y', 'b/link', 'b/z']],
  ['b/z', ['b/z']],
  ['b/a', ['b/a/deep/w.c', 'b/a/x.c', 'b/a/y']],
  ['*/a/x.c', ['b/a/x.c', 'c/a/x.c']],
  ['*/z/*', []],
  ['./*.c', ['top.c']],
  ['b/../*.c', ['top.c']],
  ['*/a/*.c', ['b/a/x.c', 'c/a/x.c']],
  ['{c,b}/a/x.c', ['b/a/x.c', 'c/a/x.c']],
  ['{b/z,b/*}', ['b/a/deep/w.c', 'b/a/x.c', 'b/a/y', 'b/link', 'b/z']],
  ['**/*.c', ['b/a/deep/w.c', 'b/a/x.c', 'c/a/x.c', 'top.c']],
  ['b/**/*.c', ['b/a/deep/w.c', 'b/a/x.c']],
  ['b/**/a', ['b/a/deep/w.c', 'b/a/x.c', 'b/a/y']],
  ['**/deep', ['b/a/deep/w.c']],
  ['b/**/b', []],
  ['/abs/*/x.c', ['/abs/a/x.c']],
  ['/a*/a/y', ['/abs/a/y']],
  ['/**/y', ['/abs/a/y']],
  ['/{abs,none}/a/y', ['/abs/a/y']],
  ['/[a]bs', ['/abs/a/x.c', '/abs/a/y']],
])('%s', async (pattern, files) => {
  expect(await matching(pattern)).toEqual(files)
})

test('a folder holds so many files and no more', async () => {
  const holding = (count: number) => ({
    look: () => Promise.resolve(undefined),
    list: (folder: string) =>
      Promise.resolve(
        folder === 'a'
          ? Array.from({ length: count }, (_, index) => ({ name: String(index), isDirectory: index === 0 }))
          : [],
      ),
  })
  expect(await filesBelow('a', holding(LIMITS.configuredFiles))).toHaveLength(LIMITS.configuredFiles - 1)
  await expect(filesBelow('a', holding(LIMITS.configuredFiles + 1))).rejects.toMatchObject({
    code: 'LIMIT',
    message: `a holds more than ${LIMITS.configuredFiles} files; name fewer`,
  })
})
