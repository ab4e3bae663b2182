import type { TrustedKey } from '../../src/openpgp/trust.ts'
import { type Objects, type Seen, seenAt } from './bucket-view.ts'

/** What lies in a bucket, by why it does. */
export interface Rest {
  /** Heads, their aliases and the files for clients: what is replaced under its key. */
  readonly mutable: readonly string[]
  /** What heads name. */
  readonly inForce: readonly string[]
  /** What copies of earlier heads name, and those copies. */
  readonly earlier: readonly string[]
  /** Of collections. */
  readonly marks: readonly string[]
  /** What nothing names. */
  readonly unnamed: readonly string[]
  /** Of the head that has the most. */
  readonly mostCopies: number
}

const MUTABLE =
  /^(apt\/dists\/\w+\/(InRelease|Release|Release\.gpg|main\/binary-\w+\/Packages\.gz)|rpm\/\w+\/\w+\/repodata\/repomd\.xml(\.asc|\.key)?|demo[.\w-]*|index\.html|install\.sh)$/

const COPY = /^(.*\/)heads\/(\d+)-[0-9a-f]{16}\/(InRelease|repomd\.xml)$/

/** Why each object is there. */
export async function restOf(
  objects: Objects,
  trust: readonly TrustedKey[],
  heads: ReadonlyMap<string, Seen>,
): Promise<Rest> {
  const keys = [...objects.keys()]
  const inForce = new Set([...heads.values()].flatMap(namedBy))
  const copies = keys.filter((key) => COPY.test(key))
  const earlier = new Set<string>()
  for (const key of copies) {
    for (const name of [key, `${key}.asc`, ...(await namedByCopy(objects, trust, key))]) earlier.add(name)
  }
  const isMark = (key: string) => key.includes('/collecting/')
  const others = keys.filter((key) => !MUTABLE.test(key) && !isMark(key))
  const counts = Map.groupBy(copies, (key) => COPY.exec(key)?.[1])
  return {
    mutable: keys.filter((key) => MUTABLE.test(key)),
    inForce: others.filter((key) => inForce.has(key)),
    earlier: others.filter((key) => earlier.has(key) && !inForce.has(key)),
    marks: keys.filter(isMark),
    unnamed: others.filter((key) => !inForce.has(key) && !earlier.has(key)),
    mostCopies: Math.max(...[...counts.values()].map((of) => of.length)),
  }
}

function namedBy({ view }: Seen): readonly string[] {
  const packages = view.indexes.flatMap((index) => [...index.values()].map(({ key }) => key))
  return [...view.named.map(([key]) => key), ...packages]
}

/** Nothing, where a run crashed before all was stored that its head would have named. */
async function namedByCopy(
  objects: Objects,
  trust: readonly TrustedKey[],
  key: string,
): Promise<readonly string[]> {
  const bytes = objects.get(key)?.bytes
  if (bytes === undefined) return []
  const head = key.replace(COPY, '$1$3')
  try {
    return namedBy(await seenAt(objects, trust, head, bytes))
  } catch {
    return []
  }
}
