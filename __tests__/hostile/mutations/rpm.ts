import { createHash } from 'node:crypto'
import type { Chance } from '../../simulation/chance.ts'
import { entryOf } from '../../../src/rpm/header.ts'
import { signatureHeader } from '../../../src/rpm/signature.ts'
import { SIGNATURE_TAGS, TAGS } from '../../../src/rpm/tags.ts'
import type { Mutation } from '../engine/target.ts'
import { byteMutations } from './bytes.ts'
import { HOSTILE_TEXTS } from './hostile-text.ts'
import { changedList } from './list.ts'

const INTRO_BYTES = 16
const ENTRY_BYTES = 16
const LEAD_BYTES = 96

/** An entry of the index: four numbers. */
type Entry = readonly [tag: number, type: number, offset: number, count: number]

interface Parts {
  readonly entries: readonly Entry[]
  readonly store: Buffer
}

const indexEnd = (header: Buffer) => INTRO_BYTES + header.readUInt32BE(8) * ENTRY_BYTES

function partsOf(header: Buffer): Parts {
  const count = header.readUInt32BE(8)
  const dataStart = INTRO_BYTES + count * ENTRY_BYTES
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const at = INTRO_BYTES + index * ENTRY_BYTES
    return [
      header.readUInt32BE(at),
      header.readUInt32BE(at + 4),
      header.readInt32BE(at + 8),
      header.readUInt32BE(at + 12),
    ]
  })
  return { entries, store: header.subarray(dataStart) }
}

function headerOf({ entries, store }: Parts): Buffer {
  const intro = Buffer.from('8eade801000000000000000000000000', 'hex')
  intro.writeUInt32BE(entries.length, 8)
  intro.writeUInt32BE(store.length, 12)
  const index = Buffer.alloc(entries.length * ENTRY_BYTES)
  for (const [at, numbers] of entries.entries()) {
    for (const [field, value] of numbers.entries())
      index.writeUInt32BE(value >>> 0, at * ENTRY_BYTES + field * 4)
  }
  return Buffer.concat([intro, index, store])
}

/** The region's trailer says how large the index is: it is set right again where entries came or went. */
function mended({ entries, store }: Parts): Parts {
  const [, , offset = 0] = entries[0] ?? []
  const bytes = Buffer.from(store)
  if (offset >= 0 && offset + 12 <= bytes.length)
    bytes.writeInt32BE(-entries.length * ENTRY_BYTES, offset + 8)
  return { entries, store: bytes }
}

const TYPES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const COUNTS = [0, 1, 2, 16, 65_535, 1_048_576, 0x7fffffff, 0xffffffff]
const NUMBERS = Object.values({ ...TAGS, ...SIGNATURE_TAGS }).map(({ number }) => number)

function changedEntry([tag, type, offset, count]: Entry, store: Buffer, chance: Chance): Entry {
  switch (chance.below(6)) {
    case 0:
      return [chance.pick(NUMBERS), type, offset, count]
    case 1:
      return [tag, chance.pick(TYPES), offset, count]
    case 2:
      return [tag, type, chance.below(store.length + 8) - 4, count]
    case 3:
      return [tag, type, offset, chance.pick(COUNTS)]
    case 4:
      return [tag, type, offset, count + chance.below(5) - 2]
    default:
      return [tag, type, offset + chance.below(9) - 4, count]
  }
}

/** A text of the store becomes another of the same length, so that nothing else moves. */
const otherText: Mutation = (store, chance) => {
  const bytes = Buffer.from(store)
  const at = chance.below(bytes.length)
  bytes.write(chance.pick(HOSTILE_TEXTS), at)
  return bytes
}

/** Changes the index or the data of a header. */
export const rpmHeaderMutation: Mutation = (input, chance) => {
  if (input.length < INTRO_BYTES || indexEnd(input) > input.length) return input
  const { entries, store } = partsOf(input)
  if (chance.isTrue(0.6)) {
    const next = changedList(entries, (entry) => changedEntry(entry, store, chance), chance)
    return headerOf(mended({ entries: next, store }))
  }
  const mutation = chance.isTrue(0.6) ? otherText : chance.pick(byteMutations)
  return headerOf(mended({ entries, store: mutation(store, chance) }))
}

interface Package {
  readonly lead: Buffer
  readonly header: Buffer
  readonly payload: Buffer
}

function packageIn(input: Buffer): Package | undefined {
  const size = (at: number) =>
    INTRO_BYTES + input.readUInt32BE(at + 8) * ENTRY_BYTES + input.readUInt32BE(at + 12)
  if (input.length < LEAD_BYTES + 2 * INTRO_BYTES) return undefined
  const start = LEAD_BYTES + Math.ceil(size(LEAD_BYTES) / 8) * 8
  if (start + INTRO_BYTES > input.length || start + size(start) > input.length) return undefined
  const end = start + size(start)
  return {
    lead: input.subarray(0, LEAD_BYTES),
    header: input.subarray(start, end),
    payload: input.subarray(end),
  }
}

/** The sizes and digests that a signature header must say for the rest to be looked at. */
function signatureOf(header: Buffer, payload: Buffer): Buffer {
  const digest = createHash('sha256').update(header).digest('hex')
  return signatureHeader([
    entryOf(SIGNATURE_TAGS.SHA256, digest),
    entryOf(SIGNATURE_TAGS.SIZE, [header.length + payload.length]),
  ])
}

/** Changes the main header of a package; what says how large it is and what it hashes to is set right. */
export const rpmMutation: Mutation = (input, chance) => {
  const found = packageIn(input)
  if (found === undefined) return input
  const header = rpmHeaderMutation(found.header, chance)
  return Buffer.concat([found.lead, signatureOf(header, found.payload), header, found.payload])
}

/** Changes the signature header alone. */
export const rpmSignatureMutation: Mutation = (input, chance) => {
  const found = packageIn(input)
  if (found === undefined) return input
  const next = rpmHeaderMutation(signatureOf(found.header, found.payload), chance)
  const padded = Buffer.concat([next, Buffer.alloc(-next.length & 7)])
  return Buffer.concat([found.lead, padded, found.header, found.payload])
}
