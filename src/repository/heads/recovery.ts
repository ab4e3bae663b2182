import { PublishError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import type { Head, HeadCopy } from '../repository.ts'

/** What could be read, and what its user should know about it. */
export interface Recovered<T> {
  readonly found: T
  readonly warnings: readonly string[]
}

/**
 * The first of what is tried that can be read: the state itself, else its copies, the newest first.
 *
 * @param empty what to begin anew with; undefined where that would lose something
 * @throws PublishError what was wrong with the state itself, where none can be read
 */
export async function firstReadable<T>(
  current: () => Promise<T>,
  copies: () => Promise<readonly HeadCopy[]>,
  fromCopy: (copy: HeadCopy) => Promise<T>,
  empty: (() => Promise<T>) | undefined,
): Promise<Recovered<T>> {
  const failure = await attempt(current)
  if (!(failure instanceof PublishError)) return { found: failure, warnings: [] }
  for (const copy of (await copies()).toReversed()) {
    const found = await attempt(() => fromCopy(copy))
    if (found instanceof PublishError) continue
    const since = new Date(copy.stampSeconds * 1000).toISOString()
    const loss = `What was published after ${since} is not in it: publish that again.`
    return {
      found,
      warnings: [`${failure.message} Instead the copy ${copy.id} of an earlier head is used. ${loss}`],
    }
  }
  if (empty === undefined) throw hopeless(failure)
  return { found: await empty(), warnings: [`${failure.message} The indexes are begun anew.`] }
}

function hopeless(failure: PublishError): PublishError {
  const advice =
    'No copy of an earlier head can be used instead: mend that first, or name in packages what `republish` is to list ' +
    'as it lies there.'
  return new PublishError(failure.code, `${failure.message} ${advice}`, { cause: failure })
}

/** Damage is given back: something else may be whole. Everything else is thrown. */
async function attempt<T>(work: () => Promise<T>): Promise<T | PublishError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PublishError && (error.code === 'SIGNATURE' || error.code === 'INTEGRITY')) {
      return error
    }
    throw error
  }
}

/**
 * What an earlier state, or nothing, is to be written over: whatever lies under the head's key. Its stamp is after
 * every other, also that of a head that nobody can read any more.
 */
export async function inPlaceOfHead(
  store: Store,
  headKey: string,
  copies: readonly HeadCopy[],
  copy: Head | undefined,
): Promise<Head> {
  const head = await store.head(headKey)
  const stamps = [...copies.map(({ stampSeconds }) => stampSeconds), copy?.stampSeconds ?? 0]
  return {
    condition: conditionOf(head),
    stampSeconds: Math.max(...stamps),
    writtenSeconds: head === undefined ? 0 : Math.floor(head.lastModified.getTime() / 1000),
    id: copy?.id,
    previous: copy?.previous,
  }
}
