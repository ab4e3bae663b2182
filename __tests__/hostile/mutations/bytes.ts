import type { Chance } from '../../simulation/chance.ts'
import type { Mutation } from '../engine/target.ts'

const EDGES = [
  0, 1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 511, 512, 1_023, 4_095, 4_096, 65_535,
]
const WIDE = [0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]
const MOST_COPIED_BYTES = 4 * 1024

/** Where a stretch begins and ends. */
function stretch(input: Buffer, chance: Chance): readonly [number, number] {
  const start = chance.below(input.length + 1)
  const most = Math.min(input.length - start, chance.isTrue(0.8) ? 16 : MOST_COPIED_BYTES)
  return [start, start + chance.below(most + 1)]
}

const replaced = (input: Buffer, start: number, end: number, by: Uint8Array) =>
  Buffer.concat([input.subarray(0, start), by, input.subarray(end)])

const flip: Mutation = (input, chance) => {
  const bytes = Buffer.from(input)
  const at = chance.below(bytes.length)
  if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  return bytes
}

const set: Mutation = (input, chance) => {
  const bytes = Buffer.from(input)
  if (bytes.length > 0) bytes[chance.below(bytes.length)] = chance.below(256)
  return bytes
}

/** A number of 1 to 8 bytes in either order, at an edge, or near what it was. */
const number: Mutation = (input, chance) => {
  const bytes = Buffer.from(input)
  const width = chance.pick([1, 2, 4, 8])
  const at = chance.below(bytes.length)
  if (at + width > bytes.length) return bytes
  const isBig = chance.isTrue(0.5)
  const field = bytes.subarray(at, at + width)
  if (isBig) field.reverse()
  const low = field.readUIntLE(0, Math.min(width, 4))
  const value = chance.isTrue(0.5) ? low + chance.below(33) - 16 : chance.pick([...EDGES, ...WIDE])
  field.fill(0)
  const most = 2 ** (8 * Math.min(width, 4))
  field.writeUIntLE(((value % most) + most) % most, 0, Math.min(width, 4))
  if (isBig) field.reverse()
  return bytes
}

const cut: Mutation = (input, chance) => input.subarray(0, chance.below(input.length + 1))

const drop: Mutation = (input, chance) => replaced(input, ...stretch(input, chance), Buffer.alloc(0))

const repeat: Mutation = (input, chance) => {
  const [start, end] = stretch(input, chance)
  const times = chance.pick([1, 1, 1, 2, 8, 64])
  return replaced(
    input,
    end,
    end,
    Buffer.concat(Array.from({ length: times }, () => input.subarray(start, end))),
  )
}

const move: Mutation = (input, chance) => {
  const [start, end] = stretch(input, chance)
  const [from, to] = stretch(input, chance)
  return replaced(input, from, to, input.subarray(start, end))
}

const fill: Mutation = (input, chance) => {
  const [start, end] = stretch(input, chance)
  return replaced(input, start, end, Buffer.alloc(end - start, chance.pick([0, 0xff, 0x20, 0x0a])))
}

/** For any bytes. */
export const byteMutations: readonly Mutation[] = [flip, set, number, cut, drop, repeat, move, fill]

/** Puts one of some words in, or in the place of something. */
export function wordMutation(words: readonly (string | Uint8Array)[]): Mutation {
  const all = words.map((word) => Buffer.from(word as string))
  return (input, chance) => {
    const [start, end] = chance.isTrue(0.5) ? stretch(input, chance) : [chance.below(input.length + 1)]
    return replaced(input, start ?? 0, end ?? start ?? 0, chance.pick(all))
  }
}
