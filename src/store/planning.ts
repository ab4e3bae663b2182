import { type Clock, systemClock } from '../clock.ts'
import { type Content, bytesOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { compareKeys, foldersOf } from './keys.ts'
import type { Condition, ObjectDetails, ObjectHeaders, Store } from './store.ts'

/** A write that a dry run did not do. */
export type Planned =
  | { readonly kind: 'write'; readonly key: string; readonly sizeBytes: number }
  | { readonly kind: 'copy'; readonly key: string; readonly from: string }
  | { readonly kind: 'relabel'; readonly key: string }
  | { readonly kind: 'delete'; readonly key: string }

interface PlannedObject extends ObjectDetails {
  readonly content: Content
}

export interface PlanningStore extends Store {
  /** In the order in which they would have been done. */
  readonly planned: readonly Planned[]
}

/**
 * A store for a dry run: it reads, and notes what would be written. Later reads see what was noted, so that the run
 * goes on as if it had been done.
 *
 * @param clock dates what is noted, set right by the dates of the store's answers
 */
export function planningStore(store: Store, clock: Pick<Clock, 'now'> = systemClock): PlanningStore {
  const planned: Planned[] = []
  /** Undefined: deleted. */
  const noted = new Map<string, PlannedObject | undefined>()
  let storeAheadMs = 0
  const now = () => new Date(clock.now() + storeAheadMs)

  const head = async (key: string): Promise<ObjectDetails | undefined> =>
    noted.has(key) ? noted.get(key) : store.head(key)

  function note(key: string, content: Content, metadata: ObjectHeaders['metadata'] = {}): string {
    const etag = `"planned-${planned.length}"`
    const { sizeBytes } = content
    noted.set(key, { key, etag, sizeBytes, lastModified: now(), metadata, content })
    return etag
  }
  function noteWrite(key: string, body: Content, headers: ObjectHeaders): string {
    planned.push({ kind: 'write', key, sizeBytes: body.sizeBytes })
    return note(key, body, headers.metadata)
  }
  async function holds(key: string, condition: Condition): Promise<boolean> {
    const present = await head(key)
    return 'etag' in condition ? present?.etag === condition.etag : present === undefined
  }

  const open = async (key: string): Promise<Content | undefined> =>
    noted.has(key) ? noted.get(key)?.content : store.open(key)

  return {
    name: store.name,
    planned,
    head,
    async get(key, limitBytes) {
      if (!noted.has(key)) {
        const answer = await store.get(key, limitBytes)
        storeAheadMs = answer.date.getTime() - clock.now()
        return answer
      }
      const object = noted.get(key)
      const date = now()
      if (object === undefined) return { date }
      const { content, ...details } = object
      return { date, object: { ...details, bytes: await bytesOf(content, limitBytes, key) } }
    },
    open,
    async list(prefix) {
      const there = (await store.list(prefix)).filter(({ key }) => !noted.has(key))
      const added = [...noted.values()].filter((object) => object?.key.startsWith(prefix) === true)
      return [...there, ...added.filter((object) => object !== undefined)].sort((left, right) =>
        compareKeys(left.key, right.key),
      )
    },
    async folders(folder) {
      const added = [...noted.values()].flatMap((object) => object?.key ?? [])
      return [...new Set([...(await store.folders(folder)), ...foldersOf(folder, added)])].sort(compareKeys)
    },
    async put(key, body, headers) {
      if (!(await holds(key, { absent: true }))) return { kind: 'exists' }
      return { kind: 'stored', etag: noteWrite(key, body, headers) }
    },
    async swap(key, body, condition, headers) {
      if (!(await holds(key, condition))) return { kind: 'refused' }
      return { kind: 'stored', etag: noteWrite(key, body, headers) }
    },
    async copy(from, to) {
      if ((await head(to)) !== undefined) return { kind: 'exists' }
      const [source, content] = [await head(from), await open(from)]
      if (source === undefined || content === undefined) {
        throw new PublishError('STORE', `${store.name}: could not copy ${from} to ${to}: it is not there`)
      }
      planned.push({ kind: 'copy', key: to, from })
      return { kind: 'stored', etag: note(to, content, source.metadata) }
    },
    async relabel(key) {
      planned.push({ kind: 'relabel', key })
    },
    async delete(key) {
      planned.push({ kind: 'delete', key })
      noted.set(key, undefined)
    },
  }
}
