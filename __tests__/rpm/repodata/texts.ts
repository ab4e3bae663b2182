import { eachOf } from '../../../src/entries.ts'
import type { Index } from '../../../src/rpm/repodata/index-file.ts'

/** The entries of an index. */
export function textsOf({ entries }: Index): readonly string[] {
  return [...eachOf(entries)].map(({ bytes }) => bytes.toString())
}
