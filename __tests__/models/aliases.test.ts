import { expect, test } from '@jest/globals'
import { type Rules, type Run, aliases } from './aliases.ts'
import { TIMEOUT_MS, report, search } from './search.ts'

const RULES: Rules = {
  isConditional: true,
  afterRefusal: 'alias, head',
  headAliasLast: true,
  carriesOn: true,
  repairLooks: true,
}

test.each<[string, readonly Run[], number]>([
  ['four publishers of one index', ['main', 'main', 'main', 'main'], 0],
  ['four publishers of two indexes', ['main', 'main', 'contrib', 'contrib'], 0],
  ['three publishers and a repair among them', ['main', 'contrib', 'contrib', 'nothing'], 0],
  ['three publishers, a write that arrives late', ['main', 'main', 'contrib'], 1],
  ['two publishers and a repair among them, a write that arrives late', ['main', 'contrib', 'nothing'], 1],
])(
  'aliases become what the head says, and never go back: %s',
  (title, runs, late) => {
    const found = search(aliases(runs, RULES, { late }))
    report(`aliases, ${title}`, found)
    expect(found.counterexample).toBeUndefined()
  },
  TIMEOUT_MS,
)

/** Each shows that the model can fail, and that the rule is needed. */
test.each<[string, Partial<Rules>, RegExp]>([
  ['an alias is written only over what was seen', { isConditional: false }, /has gone back/],
  ['the alias is read before the head', { afterRefusal: 'head, alias' }, /has gone back/],
  ['the head is read again after a refusal', { afterRefusal: 'alias' }, /has gone back/],
  ['the alias of the head is written last', { headAliasLast: false }, /is not what the head says/],
  [
    'a publisher writes the stale aliases of other indexes too',
    { carriesOn: false },
    /is not what the head says/,
  ],
  ['a repair looks at alias and head before it writes', { repairLooks: false }, /has gone back/],
])('aliases need the rule that %s', (_, dropped, violation) => {
  const found = search(aliases(['main', 'main', 'contrib', 'nothing'], { ...RULES, ...dropped }, { late: 0 }))
  expect(found.counterexample).toMatch(violation)
})
