import { expect, test } from '@jest/globals'
import { contentOf } from '../../../src/content.ts'
import { type Held, settled } from '../../../src/recipe/config/holding.ts'
import type { PackagedEntry } from '../../../src/recipe/description.ts'

const DIRECTORY: PackagedEntry = { type: 'directory', path: '/x', mode: 0o755 }
const FILE: PackagedEntry = { type: 'file', path: '/x', mode: 0o644, content: contentOf(Buffer.alloc(0)) }
const GHOST = { path: '/x', mode: 0o644 }

let line = 0
const held = (claim: Held['claim'], entry: PackagedEntry | undefined, path = '/x'): Held => {
  line += 1
  const at = { file: 'nfpm.yaml', line, column: 1 }
  return { path, at, claim, entry, ghost: entry === undefined ? GHOST : undefined }
}

test('each path once, sorted', () => {
  const [b, a, c] = [held('own', FILE, '/b'), held('own', FILE, '/a'), held('own', FILE, '/a/c')]
  expect(settled([b, c, a])).toEqual([a, c, b])
})

test.each<[string, Held, Held, 'first' | 'second' | 'neither']>([
  ['a folder of two trees', held('shared', DIRECTORY), held('shared', DIRECTORY), 'second'],
  ['a folder of a tree and one of its own', held('shared', DIRECTORY), held('own', DIRECTORY), 'second'],
  ['a folder of its own and one of a tree', held('own', DIRECTORY), held('shared', DIRECTORY), 'first'],
  ['two folders of their own', held('own', DIRECTORY), held('own', DIRECTORY), 'neither'],
  ['a folder of a tree and a file', held('shared', DIRECTORY), held('own', FILE), 'neither'],
  ['a file and a folder of a tree', held('own', FILE), held('shared', DIRECTORY), 'neither'],
  ['a folder of a tree and a ghost', held('shared', DIRECTORY), held('own', undefined), 'neither'],
  ['a ghost and a folder of a tree', held('own', undefined), held('shared', DIRECTORY), 'neither'],
  ['two ghosts', held('own', undefined), held('own', undefined), 'neither'],
  ['a document and a file', held('weak', FILE), held('own', FILE), 'second'],
  ['a file and a document', held('own', FILE), held('weak', FILE), 'first'],
  ['a document and a folder of a tree', held('weak', FILE), held('shared', DIRECTORY), 'second'],
  ['two documents', held('weak', FILE), held('weak', FILE), 'neither'],
])('%s', (_, first, second, stays) => {
  if (stays === 'neither') {
    expect(() => settled([first, second])).toThrow(
      `nfpm.yaml:${second.at.line}:1: /x is in the package already, from nfpm.yaml:${first.at.line}:1`,
    )
  } else expect(settled([first, second])).toEqual([stays === 'first' ? first : second])
})
