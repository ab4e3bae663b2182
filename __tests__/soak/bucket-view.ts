import { abreast } from '../../src/abreast.ts'
import { LIMITS } from '../../src/limits.ts'
import type { TrustedKey } from '../../src/openpgp/trust.ts'
import type { Store } from '../../src/store/store.ts'
import { assertAliasesOf } from '../support/client-view.ts'
import { type HeadView, hashOf, isHead, viewOf } from '../simulation/head-view.ts'
import type { Listing } from './model.ts'

export interface Stored {
  readonly etag: string
  readonly bytes: Buffer
}

/** Everything in a bucket at a moment when nobody writes. */
export type Objects = ReadonlyMap<string, Stored>

/** A head as clients see it. */
export interface Seen {
  readonly view: HeadView
  /** As copies are called. */
  readonly id: string
  readonly listing: Listing
}

/** Reads a bucket whole, but for what has not changed since the last time. */
export async function objectsOf(store: Store, before: Objects): Promise<Objects> {
  const listed = await store.list('')
  const stored = await abreast(listed, LIMITS.parallelRequests, async ({ key, etag }) => {
    const known = before.get(key)
    if (known?.etag === etag) return [key, known] as const
    const { object } = await store.get(key, LIMITS.storedIndexBytes)
    if (object === undefined) throw new Error(`${key} is listed, and is not there`)
    return [key, { etag: object.etag, bytes: object.bytes }] as const
  })
  return new Map(stored)
}

/**
 * Every head with all that it names, read and verified in the order of apt and dnf with the public key alone.
 *
 * @param before what was seen last: a head with the same bytes was verified, and what it names is looked at again
 * @throws Error that says what a client would meet
 */
export async function headsIn(
  objects: Objects,
  trust: readonly TrustedKey[],
  before: ReadonlyMap<string, Seen>,
): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>()
  for (const [key, { bytes }] of objects) {
    if (!isHead(key)) continue
    const known = before.get(key)
    const isKnown = known !== undefined && known.id === idOf(known.view.stampSeconds, bytes)
    const head = isKnown ? known : await seenAt(objects, trust, key, bytes)
    assertComplete(objects, head.view)
    seen.set(key, head)
  }
  return seen
}

/** What a copy of a head says: read as if it were in force. */
export async function seenAt(
  objects: Objects,
  trust: readonly TrustedKey[],
  key: string,
  head: Buffer,
): Promise<Seen> {
  const fetch = async (name: string) => (name === key ? head : objects.get(name)?.bytes)
  const view = await viewOf(fetch, trust, key)
  if (view === undefined) throw new Error(`${key} is gone`)
  return { view, id: idOf(view.stampSeconds, head), listing: listingOf(view) }
}

const idOf = (stampSeconds: number, head: Buffer) => `${stampSeconds}-${hashOf(head).slice(0, 16)}`

function listingOf({ key, indexes, architectures }: HeadView): Listing {
  const listing = new Map<string, string>()
  for (const [position, index] of indexes.entries()) {
    for (const { identity, sha256 } of index.values()) {
      const arch = identity.slice(identity.lastIndexOf(' ') + 1)
      const own = architectures[position]
      if (own !== '' && own !== arch && arch !== 'all') throw new Error(`${key} lists ${identity} for ${own}`)
      if (arch === 'all' && indexes.some((other) => other.get(identity)?.sha256 !== sha256))
        throw new Error(`${key} lists ${identity} for some architectures only`)
      listing.set(identity, sha256)
    }
  }
  return listing
}

function assertComplete(objects: Objects, { key, named, indexes }: HeadView): void {
  const packages = indexes.flatMap((index) => [...index.values()].map((it) => [it.key, it.sha256] as const))
  for (const [name, hash] of [...named, ...packages]) {
    const object = objects.get(name)
    if (object === undefined) throw new Error(`${key} names ${name}, which does not exist`)
    if (hashOf(object.bytes) !== hash) throw new Error(`${key} names ${name}, which has other bytes`)
  }
}

/** @throws Error where a head and what is copied from it for other tools do not agree */
export async function assertAliases(objects: Objects, trust: readonly TrustedKey[]): Promise<void> {
  for (const key of objects.keys()) if (isHead(key)) await assertAliasesOf({ objects }, trust, key)
}
