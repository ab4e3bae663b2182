import { expect, test } from '@jest/globals'
import { changelogOf, entryVersion, linesOf } from '../../src/recipe/changelog.ts'
import type { ChangelogEntry } from '../../src/recipe/description.ts'
import { describe as described } from '../support/publishing.ts'

const ENTRY: ChangelogEntry = {
  version: '1.2.3',
  author: 'Jane Doe <jane@example.com>',
  timeSeconds: 1_000,
  changes: ['Greets.\n\n\thello NAME'],
}

const of = (...changes: readonly Partial<ChangelogEntry>[]) =>
  changelogOf(described({ changelog: changes.map((change) => ({ ...ENTRY, ...change })) }))

test('is what the description says, and nothing where it says nothing', () => {
  expect(changelogOf(described())).toEqual([])
  expect(of({}, { version: '1.2.2' })).toEqual([ENTRY, { ...ENTRY, version: '1.2.2' }])
})

test('times of entries go down, and fit into 32 bits', () => {
  const times = [2 ** 32 - 1, 5, 5, 0]
  expect(of(...times.map((timeSeconds) => ({ timeSeconds })))).toHaveLength(4)
  for (const timeSeconds of [-1, 0.5, Number.NaN, 2 ** 32])
    expect(() => of({ timeSeconds })).toThrow(
      `changelog: the entry of "1.2.3" has the time ${timeSeconds}; whole seconds since 1970 are needed`,
    )
  expect(() => of({ timeSeconds: 7 }, { timeSeconds: 6 }, { version: '1.0', timeSeconds: 7 })).toThrow(
    'changelog: the entry of "1.0" is newer than the one before it; write the newest first',
  )
})

test.each(['', ' ', '\ud800', 'Jane\u0007', 'Jane\nDoe'])('%j is no author', (author) => {
  expect(() => of({ author })).toThrow(
    expect.objectContaining({
      code: 'PACKAGE',
      message: `changelog: the entry of "1.2.3" has the author ${JSON.stringify(author)}; write a line like Jane Doe <jane@example.com>`,
    }),
  )
})

test.each(['', ' \n', '\udc00', 'a\u0007', 'a\r\nb'])('%j is no change', (change) => {
  expect(() => of({ changes: ['a', change] })).toThrow(
    `changelog: the entry of "1.2.3" has the change ${JSON.stringify(change)}; write text`,
  )
})

test('an entry without changes is refused', () => {
  expect(() => of({ changes: [] })).toThrow('has no changes; write what changed, or leave it out')
})

test('the lines of a change have no blanks at their ends and no empty lines around them', () => {
  expect(linesOf(' \t\n\n  one  \n \n\ttwo\t\n\n')).toEqual(['  one', '', '\ttwo'])
  expect(linesOf('one\n\ntwo')).toEqual(['one', '', 'two'])
})

test('an entry has the epoch and the release of the package, unless it says its own', () => {
  const description = described({ version: '2.0', epoch: 3, release: '4' })
  expect(entryVersion({ ...ENTRY, version: '2.0', release: '9' }, description)).toBe(description)
  expect(entryVersion(ENTRY, description)).toEqual({ version: '1.2.3', epoch: 3, release: '4' })
  const versionParts = { base: '1.2' }
  expect(entryVersion({ ...ENTRY, versionParts, release: '1' }, description)).toEqual({
    version: '1.2.3',
    versionParts,
    epoch: 3,
    release: '1',
  })
  expect(Object.keys(entryVersion(ENTRY, described()))).toEqual(['version'])
})
