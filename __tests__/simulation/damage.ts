import type { MemoryStore } from '../../src/store/memory.ts'
import type { Chance } from './chance.ts'

type Objects = MemoryStore['objects']

/** Something that somebody without the key did to one object. */
export interface Damage {
  readonly key: string
  /** For messages: `byte 17 flipped by 4`. */
  readonly what: string
  /** What lies there since; undefined where nothing does. */
  readonly bytes: Buffer | undefined
}

/**
 * For every object: a deletion, its older versions, other objects in its place, cuts, appended bytes, and flipped bits
 * up to so many cases for each.
 *
 * @param history what the bucket held, oldest first; the last is what is damaged
 */
export function damages(
  history: readonly Objects[],
  chance: Chance,
  casesPerObject: number,
): readonly Damage[] {
  const now: Objects = history.at(-1) ?? new Map()
  return [...now.keys()].sort().flatMap((key) => {
    const rare = [
      { key, what: 'deleted', bytes: undefined },
      ...olderVersions(history, key),
      ...strangers(now, key, chance, Math.ceil(casesPerObject / 20)),
      ...cuts(now, key, chance, Math.ceil(casesPerObject / 20)),
      ...additions(now, key),
    ]
    const flips = Array.from({ length: Math.max(0, casesPerObject - rare.length) }, () =>
      flip(now, key, chance),
    )
    return [...rare, ...flips]
  })
}

function bytesAt(objects: Objects, key: string): Buffer {
  return objects.get(key)?.bytes ?? Buffer.alloc(0)
}

function olderVersions(history: readonly Objects[], key: string): readonly Damage[] {
  const current = bytesAt(history.at(-1) ?? new Map(), key)
  return history.slice(0, -1).flatMap((objects, position) => {
    const bytes = objects.get(key)?.bytes
    return bytes === undefined || bytes.equals(current)
      ? []
      : [{ key, what: `as it was at ${position}`, bytes }]
  })
}

function strangers(objects: Objects, key: string, chance: Chance, count: number): readonly Damage[] {
  const others = [...objects.keys()].filter(
    (it) => it !== key && !bytesAt(objects, it).equals(bytesAt(objects, key)),
  )
  return chance
    .sample(others, count)
    .map((other) => ({ key, what: `with the bytes of ${other}`, bytes: bytesAt(objects, other) }))
}

function cuts(objects: Objects, key: string, chance: Chance, count: number): readonly Damage[] {
  const bytes = bytesAt(objects, key)
  const lengths = [0, bytes.length - 1, ...Array.from({ length: count }, () => chance.below(bytes.length))]
  return lengths.map((length) => ({ key, what: `cut to ${length} bytes`, bytes: bytes.subarray(0, length) }))
}

function additions(objects: Objects, key: string): readonly Damage[] {
  const bytes = bytesAt(objects, key)
  const tails = ['\n', '\0', 'x\n', '\nPackage: evil\nVersion: 1\n\n', bytes] as const
  return [
    ...tails.map((tail) => ({ key, what: `with ${tail.length} bytes after it`, bytes: joined(bytes, tail) })),
    { key, what: 'with a line before it', bytes: joined('Package: evil\n', bytes) },
  ]
}

function joined(...parts: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)))
}

function flip(objects: Objects, key: string, chance: Chance): Damage {
  const bytes = Buffer.from(bytesAt(objects, key))
  const [position, bit] = [chance.below(bytes.length), chance.below(8)]
  bytes.writeUInt8(bytes.readUInt8(position) ^ (1 << bit), position)
  return { key, what: `byte ${position} flipped in bit ${bit}`, bytes }
}
