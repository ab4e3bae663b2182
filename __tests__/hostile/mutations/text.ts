import type { Mutation } from '../engine/target.ts'
import { byteMutations, wordMutation } from './bytes.ts'
import { HOSTILE_TEXTS } from './hostile-text.ts'

const NUMBERS = [
  '0',
  '1',
  '-1',
  '00',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '1e308',
  '9'.repeat(400),
]

function byLines(change: (lines: string[], at: number, other: number) => void): Mutation {
  return (input, chance) => {
    const lines = input.toString('latin1').split('\n')
    change(lines, chance.below(lines.length), chance.below(lines.length))
    return Buffer.from(lines.join('\n'), 'latin1')
  }
}

const dropLine = byLines((lines, at) => void lines.splice(at, 1))
const repeatLine = byLines((lines, at, other) => void lines.splice(other, 0, lines[at] ?? ''))
const swapLines = byLines((lines, at, other) => {
  ;[lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? '']
})
const joinLines = byLines((lines, at) => void lines.splice(at, 2, lines.slice(at, at + 2).join('')))

/** A run of digits becomes another number. */
const otherNumber: Mutation = (input, chance) => {
  const text = input.toString('latin1')
  const runs = [...text.matchAll(/\d+/g)]
  if (runs.length === 0) return input
  const { 0: run, index } = chance.pick(runs)
  return Buffer.from(text.slice(0, index) + chance.pick(NUMBERS) + text.slice(index + run.length), 'latin1')
}

/** A word takes the place of another one of the same text. */
const otherWord: Mutation = (input, chance) => {
  const text = input.toString('latin1')
  const words = [...text.matchAll(/[\w.+~-]+/g)]
  if (words.length === 0) return input
  const [{ 0: word, index }, { 0: other }] = [chance.pick(words), chance.pick(words)]
  return Buffer.from(text.slice(0, index) + other + text.slice(index + word.length), 'latin1')
}

/** One character a great many times: what takes a square of the time shows here. */
const flood: Mutation = (input, chance) => {
  const at = chance.below(input.length + 1)
  const unit = chance.isTrue(0.5)
    ? input.subarray(at, at + 1 + chance.below(8))
    : Buffer.from(chance.pick(HOSTILE_TEXTS))
  const times = chance.pick([100, 1_000, 10_000])
  return Buffer.concat([
    input.subarray(0, at),
    Buffer.concat(Array.from({ length: times }, () => unit)),
    input.subarray(at),
  ])
}

/** For texts; `words` are those of their language. */
export function textMutations(words: readonly string[] = []): readonly Mutation[] {
  const hostile = wordMutation(HOSTILE_TEXTS)
  const own = words.length === 0 ? [] : [wordMutation(words), wordMutation(words)]
  const lines = [dropLine, repeatLine, swapLines, joinLines]
  return [...byteMutations, ...lines, otherNumber, otherWord, hostile, hostile, ...own, rarely(flood)]
}

/** Large inputs are slow ones. */
function rarely(mutation: Mutation): Mutation {
  return (input, chance) => (chance.isTrue(0.2) ? mutation(input, chance) : input)
}
