import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import { type Mutation, mutationsOf } from '../../../bench/mutants/mutations.ts'
import { schemataOf } from '../../../bench/mutants/schemata.ts'

/** A function with something of everything; it leaves its result in `result`. */
const SOURCE = `function f(words, limit) {
  let sum = 0
  const seen = []
  for (const word of words) {
    if (word === '' || seen.length > limit) continue
    seen.push(word.trim());
    sum += word.length
  }
  try {
    if (sum === 7) fails()
    sum = sum * 2
  } catch {
    sum = -1;
    seen.reverse()
  }
  const first = seen[0]?.toUpperCase().slice(1)
  return { first, text: \`\${seen.join('-')}!\`, sum: (sum + 1) * 2, isLong: !(sum < 9), rest: sum ? [sum, limit] : [] }
}
result = inputs.map(([words, limit]) => {
  try {
    return f(words, limit)
  } catch (error) {
    return String(error)
  }
})`
const INPUTS = [
  [['a', ' bc ', '', 'def'], 9],
  [['a', 'b', 'c', 'd'], 1],
  [['seven77'], 0],
  [[], 3],
]
const FIRST = 40

/** What the code gives for each input, with one mutant active. */
function resultOf(code: string, active = -1): string {
  const mutants = {
    isActive: (number: number) => number === active,
    round: () => undefined,
    renewed: () => undefined,
  }
  const scope = { mutants, inputs: INPUTS, result: undefined }
  try {
    runInNewContext(`{${code}}`, scope, { timeout: 2_000 })
    return JSON.stringify(scope.result) ?? 'nothing'
  } catch (error) {
    return String(error).split('\n')[0] ?? ''
  }
}

/** The source with a change written into it. */
function changed({ start, end, replacement }: Mutation): string {
  return SOURCE.slice(0, start) + (replacement === undefined ? '{}' : `(${replacement})`) + SOURCE.slice(end)
}

test('with a mutant active the code does what it does with that change written into it', () => {
  const found = mutationsOf(SOURCE, 'a.ts')
  const schemata = schemataOf(SOURCE, found, FIRST)
  const original = resultOf(SOURCE)
  expect(original).toContain('"text":"a-bc-def!"')
  expect(resultOf(schemata)).toBe(original)
  const [ours, written] = [
    found.mutations.map(({ change }, index) => [change, resultOf(schemata, FIRST + index)]),
    found.mutations.map((mutation) => [mutation.change, resultOf(changed(mutation))]),
  ]
  expect(ours).toEqual(written)
  expect(found.mutations.length).toBeGreaterThan(50)
  expect(new Set(ours.map(([, result]) => result)).size).toBeGreaterThan(25)
})

test('lines stay what they are', () => {
  const schemata = schemataOf(SOURCE, mutationsOf(SOURCE, 'a.ts'), 0)
  expect(schemata.split('\n')).toHaveLength(SOURCE.split('\n').length)
})

test('every loop tells that it goes round', () => {
  const source =
    'let n = 0\nwhile (n < 3) n += 1\nfor (const a of [1, 2]) { n += a }\ndo n += 1; while (n < 9)\nresult = n'
  let rounds = 0
  const mutants = { isActive: () => false, round: () => (rounds += 1), renewed: () => undefined }
  const scope = { mutants, result: undefined }
  runInNewContext(`{${schemataOf(source, mutationsOf(source, 'a.ts'), 0)}}`, scope)
  expect([scope.result, rounds]).toEqual([9, 3 + 2 + 3])
})
