import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type Entries,
  type NameReader,
  countOf,
  eachOf,
  entriesNamed,
  namesOf,
  storedParts,
  unchanged,
  without,
} from '../src/entries.ts'

const nameIn = (entry: Buffer) => entry.toString().split('=')[0] ?? ''
const nameOf: NameReader = (bytes, start, end) => nameIn(bytes.subarray(start, end))

/** An index of lines such as `name=value`. */
function indexOf(lines: readonly string[]): Entries {
  const bytes = Buffer.from(lines.join('\n'))
  let start = 0
  const bounds = lines.flatMap((line) => {
    const end = start + line.length
    const bound = [start, end]
    start = end + 1
    return bound
  })
  return unchanged({ bytes, bounds: Uint32Array.from(bounds) })
}

const textsOf = (entries: Iterable<{ readonly bytes: Buffer }>) =>
  [...entries].map(({ bytes }) => bytes.toString())

const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })

test('the entries of a name are found in order, of those that stay and those that came', () => {
  const cases = fc.record({ stored: names, gone: fc.array(fc.nat(11)), added: names })
  fc.assert(
    fc.property(cases, ({ stored, gone, added }) => {
      const [lines, more] = [stored, added].map((of, part) => of.map((name, at) => `${name}=${part}.${at}`))
      const entries = indexOf(lines ?? [])
      const leaves = (entry: Buffer) => gone.includes(Number(/=0\.(\d+)$/.exec(entry.toString())?.[1] ?? -1))
      const left = without({ ...entries, added: (more ?? []).map((line) => Buffer.from(line)) }, leaves)
      const expected = [...(lines ?? []).filter((_, at) => !gone.includes(at)), ...(more ?? [])]
      expect(textsOf(eachOf(left))).toEqual(expected)
      expect(countOf(left)).toBe(expected.length)
      for (const name of ['a', 'b', 'c', 'd', 'e'])
        expect(textsOf(entriesNamed(left, name, nameOf))).toEqual(
          expected.filter((line) => line.startsWith(name)),
        )
      expect([...namesOf(left, nameOf)].sort()).toEqual(
        [...new Set(expected.map((line) => line[0] ?? ''))].sort(),
      )
    }),
  )
})

test('names come in the order in which they stand first', () => {
  expect([...namesOf(indexOf(['b=1', 'a=1', 'b=2', 'c=1', 'a=2']), nameOf)]).toEqual(['b', 'a', 'c'])
})

test('what goes may be one that came', () => {
  const index = { ...indexOf(['a=1']), added: ['a=2', 'b=1'].map((line) => Buffer.from(line)) }
  expect(textsOf(eachOf(without(index, (entry) => entry.toString() === 'a=2')))).toEqual(['a=1', 'b=1'])
})

test('what stays is views of what was there', () => {
  const index = indexOf(['a=1', 'b=1', 'c=1'])
  const parts = storedParts(without(index, (entry) => nameIn(entry) === 'b'))
  expect(parts.map(String)).toEqual(['a=1\n', '\nc=1'])
  for (const part of parts) expect(part.buffer).toBe(index.stored.bytes.buffer)
})
