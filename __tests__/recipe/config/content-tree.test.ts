import { expect, test } from '@jest/globals'
import { contentOf } from '../../../src/content.ts'
import { LIMITS } from '../../../src/limits.ts'
import { contentFiles } from '../../../src/recipe/config/content-files.ts'
import { contentTree } from '../../../src/recipe/config/content-tree.ts'
import type { Source, SourceName } from '../../../src/recipe/config/sources.ts'

const at = { file: 'nfpm.yaml', line: 3, column: 5 }
const src = { value: 'a', at: { ...at, column: 11 } }
const ITEM = { at, src, from: 'a', to: '/opt/a', isFolder: false, means: 'tree' } as const
const RULES = { umask: 0o022, disableGlobbing: false }
const DIRECTORY: Source = { type: 'directory', mode: 0o755 }
const FILE: Source = { type: 'file', mode: 0o644, content: contentOf(Buffer.alloc(0)) }

/** A folder `a`, and what becomes of what is in it until it is looked at. */
const holding = (names: readonly SourceName[], found: Source | undefined) => ({
  look: (path: string) => Promise.resolve(path === 'a' ? DIRECTORY : found),
  list: (folder: string) => Promise.resolve(folder === 'a' ? names : []),
})
const file = (name: string): SourceName => ({ name, isDirectory: false })

test.each<[string, Source | undefined]>([
  ['gone', undefined],
  ['a folder now', DIRECTORY],
])('a file that is %s is none any more', async (_, found) => {
  const error = { code: 'INPUT', message: 'nfpm.yaml:3:11: src: a/x is no file any more' }
  const sources = holding([file('x')], found)
  await expect(contentTree(ITEM, RULES, sources)).rejects.toMatchObject(error)
  await expect(contentFiles({ ...ITEM, means: 'file' }, RULES, sources)).rejects.toMatchObject(error)
})

test('what is wrong with an item without src of its own is told at the item', async () => {
  const { src: _, ...item } = ITEM
  await expect(contentTree(item, RULES, holding([file('x')], undefined))).rejects.toMatchObject({
    message: 'nfpm.yaml:3:5: src: a/x is no file any more',
  })
})

test('a folder that is gone can be entered by nobody', async () => {
  for (const found of [undefined, FILE])
    expect(await contentTree(ITEM, RULES, holding([{ name: 'x', isDirectory: true }], found))).toEqual([
      { type: 'directory', path: '/opt/a', mode: 0o755 },
      { type: 'directory', path: '/opt/a/x', mode: 0 },
    ])
})

test('a tree holds so many files and no more', async () => {
  const names = Array.from({ length: LIMITS.configuredFiles + 1 }, (_, index) => file(String(index)))
  await expect(contentTree(ITEM, RULES, holding(names, FILE))).rejects.toMatchObject({
    code: 'LIMIT',
    message: `a holds more than ${LIMITS.configuredFiles} files; name fewer`,
  })
})
