import { contentOf, sha256 } from '../../content.ts'
import { LIMITS } from '../../limits.ts'
import type { Store } from '../../store/store.ts'
import { identifier, stampOf } from '../heads/id.ts'
import { mutable } from '../object-headers.ts'

/** A note of a collector: what it is about to delete. */
export interface Mark {
  readonly key: string
  readonly stampSeconds: number
}

/** The marks of a tree, oldest first. */
export async function storedMarks(store: Store, tree: string): Promise<readonly Mark[]> {
  const folder = `${tree}collecting/`
  const marks = (await store.list(folder)).map(({ key }) => ({
    key,
    stampSeconds: stampOf(key.slice(folder.length)),
  }))
  return marks.sort((a, b) => a.stampSeconds - b.stampSeconds)
}

/** The keys that collectors are about to delete: every line of every mark in the tree. */
export async function markedKeys(store: Store, tree: string): Promise<ReadonlySet<string>> {
  const marks = await storedMarks(store, tree)
  const texts = await Promise.all(marks.map(({ key }) => store.get(key, LIMITS.markBytes)))
  return new Set(texts.flatMap(({ object }) => object?.bytes.toString('utf8').split('\n') ?? []))
}

/** Tells publishers which keys are going to be deleted, before the first of them is. */
export async function writeMark(
  store: Store,
  tree: string,
  keys: readonly string[],
  nowSeconds: number,
): Promise<void> {
  const text = Buffer.from(keys.map((key) => `${key}\n`).join(''))
  const key = `${tree}collecting/${identifier(nowSeconds, sha256(text))}`
  await store.put(key, contentOf(text), mutable(key))
}
