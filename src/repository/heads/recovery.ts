import { PublishError } from '../../errors.ts'
import type { Condition, ObjectInfo, Store } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import type { Head, HeadCopy } from './head.ts'

/** What could be read, and what its user should know about it. */
export interface Recovered<T> {
  readonly found: T
  readonly warnings: readonly string[]
}

/** How the heads of one repository are read, as its format has them. */
export interface HeadReader<H extends { readonly version: Head | undefined }> {
  readonly store: Store
  readonly headKey: string
  readonly aliasKeys: readonly string[]
  copies(): Promise<readonly HeadCopy[]>
  open(): Promise<H>
  openCopy(id: string): Promise<H>
  /** The head of an empty repository. */
  empty(nowSeconds: number): H
  /** A head that is to be written over what lies under the keys of head and aliases. */
  over(head: H, version: Head, aliases: readonly Condition[]): H
}

/**
 * The head, or where it or an index of it cannot be used, the newest copy that can, to be written in its place.
 *
 * @param orEmpty begin anew where there is no such copy
 * @param read opens what a head names, and so finds out whether it can be used
 * @throws PublishError what was wrong with the head, where nothing can be used
 */
export async function recoverHead<H extends { readonly version: Head | undefined }, T>(
  reader: HeadReader<H>,
  orEmpty: boolean,
  read: (head: H) => Promise<T>,
): Promise<Recovered<T>> {
  const [inPlace, aliases] = await seenInPlace(reader)
  const instead = (head: H, all: readonly HeadCopy[]) =>
    read(reader.over(head, inPlaceOf(inPlace, all, head.version), aliases))
  return firstReadable(
    async () => {
      const head = await reader.open()
      if (head.version === undefined && (await reader.copies()).length > 0) throw gone(reader)
      return read(head)
    },
    () => reader.copies(),
    async ({ id }, all) => instead(await reader.openCopy(id), all),
    orEmpty ? async (all) => instead(reader.empty(await nowSecondsOf(reader)), all) : undefined,
  )
}

async function seenInPlace({
  store,
  headKey,
  aliasKeys,
}: Pick<HeadReader<never>, 'store' | 'headKey' | 'aliasKeys'>) {
  const [head, ...aliases] = await Promise.all([headKey, ...aliasKeys].map((key) => store.head(key)))
  return [head, aliases.map(conditionOf)] as const
}

/** By the store's clock. */
async function nowSecondsOf({
  store,
  headKey,
}: Pick<HeadReader<never>, 'store' | 'headKey'>): Promise<number> {
  const folder = headKey.slice(0, headKey.lastIndexOf('/') + 1)
  const { date } = await store.get(`${folder}heads/none`, 0)
  return Math.floor(date.getTime() / 1000)
}

function gone({ store, headKey }: Pick<HeadReader<never>, 'store' | 'headKey'>): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${headKey} in ${store.name} is gone, and no copy of it can be read either.`,
  )
}

/**
 * The first of what is tried that can be read: the state itself, else its copies, the newest first.
 *
 * @param empty what to begin anew with; undefined where that would lose something
 * @throws PublishError what was wrong with the state itself, where none can be read
 */
async function firstReadable<T>(
  current: () => Promise<T>,
  copies: () => Promise<readonly HeadCopy[]>,
  fromCopy: (copy: HeadCopy, all: readonly HeadCopy[]) => Promise<T>,
  empty: ((all: readonly HeadCopy[]) => Promise<T>) | undefined,
): Promise<Recovered<T>> {
  const failure = await attempt(current)
  if (!(failure instanceof PublishError)) return { found: failure, warnings: [] }
  // Listed before any is read: what is read then tells the time, and none of these is of a later one.
  const all = await copies()
  for (const copy of all.toReversed()) {
    const found = await attempt(() => fromCopy(copy, all))
    if (found instanceof PublishError) continue
    const since = new Date(copy.stampSeconds * 1000).toISOString()
    const loss = `What was published after ${since} is not in it: publish that again.`
    return {
      found,
      warnings: [`${failure.message} Instead the copy ${copy.id} of an earlier head is used. ${loss}`],
    }
  }
  if (empty === undefined) throw hopeless(failure)
  return { found: await empty(all), warnings: [`${failure.message} The indexes are begun anew.`] }
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
 * What an earlier state, or nothing, is to be written over: what lay under the head's key before anything was read, so
 * that a head that came meanwhile is never replaced by something older. Its stamp is after every other, also that of a
 * head that nobody can read any more.
 *
 * @param seen the object under the head's key, looked at before the state that turned out to be unusable
 */
function inPlaceOf(seen: ObjectInfo | undefined, copies: readonly HeadCopy[], copy: Head | undefined): Head {
  const stamps = [...copies.map(({ stampSeconds }) => stampSeconds), copy?.stampSeconds ?? 0]
  return {
    condition: conditionOf(seen),
    stampSeconds: Math.max(...stamps),
    writtenSeconds: seen === undefined ? 0 : Math.floor(seen.lastModified.getTime() / 1000),
    id: copy?.id,
    previous: copy?.previous,
    // A first publish that stopped leaves its copy too: nobody may take it for a head that got lost.
    isUncertain: seen === undefined && copy?.previous === undefined,
  }
}
