import { expect, test } from '@jest/globals'
import { type Published, type Rules, type Run, noarch } from './noarch.ts'
import { TIMEOUT_MS, report, search } from './search.ts'

const RULES: Rules = { adderLooks: true, creatorLooks: true, repeatedLooks: true }
const ADDS = { kind: 'adds', pkg: 1 } as const
const ADDS_ANOTHER = { kind: 'adds', pkg: 2 } as const
const CREATES = { kind: 'creates', arch: 1 } as const
const CREATES_ANOTHER = { kind: 'creates', arch: 2 } as const

test.each<[string, readonly Run[], Published]>([
  ['one of two architectures', [ADDS, CREATES], [[], undefined]],
  ['none of two architectures', [ADDS, CREATES], [undefined, undefined]],
  ['packages that are there', [CREATES, CREATES_ANOTHER], [[1], undefined, undefined]],
  ['two packages', [ADDS, ADDS_ANOTHER, CREATES], [[], undefined]],
  ['three architectures', [ADDS, CREATES, CREATES_ANOTHER], [[], undefined, undefined]],
])(
  'noarch packages reach every architecture: %s',
  (title, runs, published) => {
    const found = search(noarch(runs, published, RULES))
    report(`noarch, ${title}`, found)
    expect(found.counterexample).toBeUndefined()
  },
  TIMEOUT_MS,
)

test.each<[string, Partial<Rules>]>([
  ['who adds packages looks again', { adderLooks: false }],
  ['who creates an architecture looks again', { creatorLooks: false }],
  ['a run that finds its packages published looks again', { repeatedLooks: false }],
])('the model fails without the rule that %s', (_, dropped) => {
  const found = search(noarch([ADDS, CREATES], [[], undefined], { ...RULES, ...dropped }))
  expect(found.counterexample).toMatch(/Architecture 1 lacks package 1/)
})

/** Stated, not promised: the heads of a channel do not change together, so nothing tells "removed" from "missing". */
test('a noarch package that is removed while another run looks at the architectures comes back', () => {
  const found = search(noarch([{ kind: 'removes', pkg: 1 }, ADDS_ANOTHER], [[1], [1]], RULES))
  expect(found.counterexample).toMatch(/has package 1 again/)
})
