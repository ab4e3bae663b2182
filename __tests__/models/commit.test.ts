import { expect, test } from '@jest/globals'
import { type Bounds, type Rules, commit } from './commit.ts'
import type { Package } from './commit-state.ts'
import { TIMEOUT_MS, report, search } from './search.ts'

const RULES: Rules = {
  isConditional: true,
  inDoubt: 'read',
  storesFirst: true,
  namesByHash: true,
  ownKeys: true,
  stampsIncrease: true,
}
const HELLO: Package = { name: 'hello', bytes: 'first' }
const OTHER_HELLO: Package = { name: 'hello', bytes: 'other' }
const WORLD: Package = { name: 'world', bytes: 'first' }
const MOON: Package = { name: 'moon', bytes: 'first' }

test.each<[string, readonly Package[], Bounds]>([
  ['identical and conflicting packages', [HELLO, HELLO, OTHER_HELLO], { ticks: 1, late: 2 }],
  ['identical and different packages', [HELLO, HELLO, WORLD], { ticks: 1, late: 1 }],
  ['conflicting and different packages', [HELLO, OTHER_HELLO, WORLD], { ticks: 0, late: 2 }],
  ['different packages', [HELLO, WORLD, MOON], { ticks: 0, late: 1 }],
  ['identical packages', [HELLO, HELLO, HELLO], { ticks: 2, late: 2 }],
])(
  'nothing is lost or torn, and publishers finish: %s',
  (title, packages, bounds) => {
    const found = search(commit(packages, RULES, bounds))
    report(`commit, ${title}`, found)
    expect(found.counterexample).toBeUndefined()
  },
  TIMEOUT_MS,
)

/** Each shows that the model can fail, and that the rule is needed. */
test.each<[string, Partial<Rules>, RegExp]>([
  [
    'a head is replaced only if it is the one that was read',
    { isConditional: false },
    /its package is not in the head/,
  ],
  ['a lost answer is no success', { inDoubt: 'trust' }, /its package is not in the head/],
  ['a swap is not sent again over what is there', { inDoubt: 'resend' }, /./],
  ['what a head names is stored before it', { storesFirst: false }, /an index that is not there/],
  ['indexes have names of their own', { namesByHash: false }, /does not go with the rest/],
  ['a key that is taken is not used', { ownKeys: false }, /a package that is not there/],
  ['stamps increase', { stampsIncrease: false }, /not after all stamps/],
])('a commit needs the rule that %s', (_, dropped, violation) => {
  const found = search(commit([HELLO, OTHER_HELLO, WORLD], { ...RULES, ...dropped }, { ticks: 1, late: 1 }))
  expect(found.counterexample).toMatch(violation)
})
