import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from '@jest/globals'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { Counts } from '../../src/store/counting.ts'
import { fixtureKeys } from '../support/publishing.ts'
import { SCENARIOS, costOf } from './scenarios.ts'
import { markdownTable, requestsOf, total, writing } from './table.ts'

let rows: readonly { readonly title: string; readonly counts: Counts }[]
beforeAll(async () => {
  const keys: SigningKeys = await fixtureKeys()
  const counted: { title: string; counts: Counts }[] = []
  for (const scenario of SCENARIOS) {
    counted.push({ title: scenario.title, counts: await costOf(scenario, keys) })
  }
  rows = counted
}, 300_000)

function costs(title: string) {
  const row = rows.find((it) => it.title === title)
  if (row === undefined) throw new Error(`no row ${title}`)
  return requestsOf(row.counts)
}

/** How jobs at once come between each other is a matter of threads: of their row the numbers may differ. */
function withoutChance(text: string): string {
  return text.replace(/^(\| eight jobs at once.*?\|)[ |\d]*$/gm, '$1')
}

test('the table in docs/figures.md is what is counted', () => {
  const table = withoutChance(markdownTable(rows))
  const figures = withoutChance(readFileSync('docs/figures.md', 'utf8'))
  if (figures.includes(table)) return
  throw new Error(`docs/figures.md has another table than\n${markdownTable(rows)}`)
})

test('one package more costs the same, however many are there', () => {
  const [ten, thousand, tenThousand] = ['10', '1,000', '10,000'].map((count) =>
    costs(`one deb and one rpm more, beside ${count} of each`),
  )
  expect(thousand).toEqual(ten)
  expect(tenThousand).toEqual(ten)
})

test('what aptly takes 222 requests for with by-hash, and 38 without, takes fewer', () => {
  // aptly-dev/aptly#1626: one publish of a repository of 25 packages in 3 suites.
  const requests = costs('one deb more in three suites of 25')
  expect(total(requests)).toBeLessThan(222)
  // Files for clients and the package apart, within the bounds of one suite each.
  expect(total(requests)).toBeLessThanOrEqual(3 * 12 + 2 + 2 * 3)
  expect(writing(requests)).toBeLessThan(38)
})

test('nothing new writes nothing', () => {
  const { counts } = rows.find(({ title }) => title === 'nothing new') ?? { counts: undefined }
  expect(counts).toMatchObject({ uploadedObjects: 0, copiedObjects: 0, deletedObjects: 0 })
})

test('a promotion uploads no package', () => {
  const { counts } = rows.find(({ title }) => title.startsWith('promote')) ?? { counts: undefined }
  expect(counts?.copiedObjects).toBe(1)
})
