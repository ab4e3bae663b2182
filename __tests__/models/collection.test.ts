import { expect, test } from '@jest/globals'
import { type Bounds, type Rules, collection } from './collection.ts'
import { GRACE_UNITS } from './collection-state.ts'
import { TIMEOUT_MS, report, search } from './search.ts'

const RULES: Rules = {
  proof: 'pointer',
  marks: true,
  onlyYoung: true,
  sparedUnits: GRACE_UNITS,
  readsAgain: false,
  timeLimit: true,
  isBrief: true,
  trustsSiblings: true,
  copiesFirst: false,
  collects: 'named',
}
const BOUNDS: Bounds = {
  suites: 1,
  jobs: ['add', 'remove'],
  publishes: 2,
  collections: 2,
  units: 4,
  lost: 1,
}

test.each<[string, Partial<Bounds>, Partial<Rules>]>([
  ['requests that arrive late', { units: 5 }, {}],
  ['a package that comes and goes', { publishes: 3, lost: 0 }, {}],
  [
    'heads that were never in force',
    { publishes: 3, collections: 1, units: 5, lost: 0, jobs: ['add', 'remove', 'other'] },
    {},
  ],
  ['two suites that share a pool', { suites: 2, lost: 0 }, {}],
  ['two suites, requests that arrive late', { suites: 2, collections: 1 }, {}],
  ['all that lies in the tree is swept', {}, { collects: 'all' }],
])(
  'collection takes nothing that a head or its readers need: %s',
  (title, bounds, rules) => {
    const found = search(collection({ ...RULES, ...rules }, { ...BOUNDS, ...bounds }))
    report(`collection, ${title}`, found)
    expect(found.counterexample).toBeUndefined()
  },
  TIMEOUT_MS,
)

/** Each shows that the model can fail, and that the rule is needed. */
test.each<[string, Partial<Rules>, Partial<Bounds>]>([
  [
    'a copy counts only if another head was built on it',
    { proof: 'existence' },
    { publishes: 3, collections: 1, lost: 0 },
  ],
  ['a collector marks what it will delete', { marks: false }, { lost: 0 }],
  ['a collector marks what it will delete, be it the only one', { marks: false }, { collections: 1 }],
  ['a publisher uses only a young package', { onlyYoung: false }, {}],
  ['a collector leaves young packages', { sparedUnits: 0 }, {}],
  ['a collector leaves packages for the whole grace time', { sparedUnits: GRACE_UNITS / 2 }, {}],
  ['a run that lasts too long writes no more', { timeLimit: false }, {}],
  ['a collector works for minutes only', { isBrief: false }, { units: 5 }],
  ['a collector reads the copies after the heads', { copiesFirst: true }, { lost: 0 }],
])('a collection needs the rule that %s', (_, dropped, bounds) => {
  const found = search(collection({ ...RULES, ...dropped }, { ...BOUNDS, ...bounds }))
  expect(found.counterexample).toMatch(/which is gone|has lost/)
})

test.each([0, GRACE_UNITS / 2])(
  'reading the heads again after the mark is no substitute: %s units',
  (sparedUnits) => {
    const found = search(collection({ ...RULES, sparedUnits, readsAgain: true }, BOUNDS))
    expect(found.counterexample).toMatch(/which is gone/)
  },
)
