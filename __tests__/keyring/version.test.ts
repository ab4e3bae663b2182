import { expect, test } from '@jest/globals'
import { type AskedRepository, ifChanged } from '../../src/keyring/version.ts'
import type { Published } from '../../src/repository/repository.ts'

const FILE = { key: 'k', sha256: '', sizeBytes: 1 }

/** Versions, and what each holds. */
type Contents = Readonly<Record<string, string>>

function repository(contents: Contents, complete = true): AskedRepository<string> {
  return {
    versions: (name) => (name === 'keyring' ? Object.keys(contents) : []),
    published: async (pkg): Promise<Published> => {
      const [version = '', content] = pkg.split('=')
      const found = contents[version]
      if (found === undefined) return { kind: 'absent' }
      return found === content
        ? { kind: 'same', file: FILE, complete, isExact: true }
        : { kind: 'different', file: FILE }
    },
  }
}

test.each<readonly [string, readonly AskedRepository<string>[], string | undefined]>([
  ['nothing yet', [repository({})], '1=now'],
  ['no repository', [], '1=now'],
  ['the same', [repository({ 1: 'now' })], undefined],
  ['the same under several versions', [repository({ 9: 'before', 10: 'now' })], undefined],
  ['the same, but not in every index', [repository({ 1: 'now' }, false)], '1=now'],
  ['another', [repository({ 1: 'before' })], '2=now'],
  ['the same, and another since', [repository({ 1: 'now', 2: 'before' })], '3=now'],
  ['more than ten', [repository({ 9: 'a', 10: 'b' })], '11=now'],
  ['in one of two', [repository({ 3: 'now' }), repository({})], '3=now'],
  [
    'in one of two, which are not of one mind',
    [repository({ 3: 'now' }), repository({ 3: 'else' })],
    '4=now',
  ],
  ['in one of two, older in the other', [repository({ 3: 'now' }), repository({ 2: 'before' })], '3=now'],
  ['counted otherwise', [repository({ '2024.06.1-1': 'before' })], '2025=now'],
  ['with an epoch and a text', [repository({ '1:7': 'a', unstable: 'b' })], '8=now'],
])('published is %s', async (_, repositories, expected) => {
  expect(await ifChanged('keyring', async (version) => `${version}=now`, repositories)).toBe(expected)
})
