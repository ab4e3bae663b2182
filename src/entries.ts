import { type Parts, type Stretch, partsWithout } from './parts.ts'

/** The entries of an index as stretches of its bytes: found once, and no object each, for there may be very many. */
export interface StoredEntries {
  readonly bytes: Buffer
  /** Start and end of each, in turn. */
  readonly bounds: Uint32Array
}

/** The entries of an index, and what is to change. */
export interface Entries {
  readonly stored: StoredEntries
  /** Positions of those that go. */
  readonly gone: ReadonlySet<number>
  /** What comes at the end. */
  readonly added: readonly Buffer[]
}

/** One entry; those that are not stored yet have no position. */
export interface Entry {
  readonly position: number | undefined
  readonly bytes: Buffer
}

export function unchanged(stored: StoredEntries): Entries {
  return { stored, gone: new Set(), added: [] }
}

export function countOf({ stored, gone, added }: Entries): number {
  return stored.bounds.length / 2 - gone.size + added.length
}

/** Every entry, in order. */
export function* eachOf({ stored, gone, added }: Entries): Generator<Entry> {
  for (let position = 0; position < stored.bounds.length / 2; position += 1)
    if (!gone.has(position)) yield { position, bytes: storedAt(stored, position) }
  for (const bytes of added) yield { position: undefined, bytes }
}

/** The entries but for those that go. */
export function without(entries: Entries, goes: (entry: Buffer) => boolean): Entries {
  const { stored, gone, added } = entries
  const leaving = [...eachOf({ ...entries, added: [] })].filter(({ bytes }) => goes(bytes))
  return {
    stored,
    gone: new Set([...gone, ...leaving.flatMap(({ position }) => position ?? [])]),
    added: added.filter((entry) => !goes(entry)),
  }
}

/** The bytes of those that stay, and all that stands between them, as views. */
export function storedParts({ stored, gone }: Entries): Parts {
  return partsWithout(
    stored.bytes,
    [...gone].map((position) => stretchOf(stored, position)),
  )
}

function storedAt(stored: StoredEntries, position: number): Buffer {
  const { start, end } = stretchOf(stored, position)
  return stored.bytes.subarray(start, end)
}

function stretchOf({ bounds }: StoredEntries, position: number): Stretch {
  return { start: bounds[position * 2] ?? 0, end: bounds[position * 2 + 1] ?? 0 }
}

/** Tells the name in an entry, which is a stretch of these bytes. */
export type NameReader = (bytes: Buffer, start: number, end: number) => string

/** Where each name stands first, in order, and after each position the next one of the same name; 0 where none is. */
interface NameTable {
  readonly first: ReadonlyMap<string, number>
  readonly next: Uint32Array
}

/** Made once for each index as it is stored: that never changes. */
const tables = new WeakMap<StoredEntries, NameTable>()

function tableOf(stored: StoredEntries, nameOf: NameReader): NameTable {
  const known = tables.get(stored)
  if (known !== undefined) return known
  const table = newTable(stored, nameOf)
  tables.set(stored, table)
  return table
}

function newTable(stored: StoredEntries, nameOf: NameReader): NameTable {
  const count = stored.bounds.length / 2
  const first = new Map<string, number>()
  const next = new Uint32Array(count)
  /** Of the first position of a name: the last one so far. */
  const last = new Uint32Array(count)
  for (let position = 0; position < count; position += 1) {
    const name = nameOf(stored.bytes, stored.bounds[position * 2] ?? 0, stored.bounds[position * 2 + 1] ?? 0)
    const head = first.get(name)
    if (head === undefined) first.set(name, position)
    else next[last[head] ?? head] = position
    last[head ?? position] = position
  }
  return { first, next }
}

/** The entries of a name, in order. */
export function entriesNamed(entries: Entries, name: string, nameOf: NameReader): readonly Entry[] {
  const { stored, added } = entries
  const own = positionsOf(entries, name, nameOf).map((position) => ({
    position,
    bytes: storedAt(stored, position),
  }))
  const others = added.filter((bytes) => nameOf(bytes, 0, bytes.length) === name)
  return [...own, ...others.map((bytes) => ({ position: undefined, bytes }))]
}

/** The names of the entries, each once; in no order. */
export function* namesOf(entries: Entries, nameOf: NameReader): Generator<string> {
  const { stored, gone, added } = entries
  const { first } = tableOf(stored, nameOf)
  for (const name of first.keys())
    if (gone.size === 0 || positionsOf(entries, name, nameOf).length > 0) yield name
  for (const name of new Set(added.map((bytes) => nameOf(bytes, 0, bytes.length))))
    if (positionsOf(entries, name, nameOf).length === 0) yield name
}

function positionsOf({ stored, gone }: Entries, name: string, nameOf: NameReader): readonly number[] {
  const { first, next } = tableOf(stored, nameOf)
  const found: number[] = []
  let position = first.get(name)
  while (position !== undefined) {
    if (!gone.has(position)) found.push(position)
    // No entry comes after itself: the first one of all is nobody's next.
    position = next[position] || undefined
  }
  return found
}
