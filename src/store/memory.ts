import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { type Content, contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { assertKey, assertKeyPrefix, compareKeys, foldersOf } from './keys.ts'
import type { Condition, ObjectDetails, ObjectHeaders, Store, StoredObject } from './store.ts'
import { exactly } from './upload-body.ts'

/** An object with everything that it was stored with. */
interface MemoryObject extends StoredObject {
  readonly headers: ObjectHeaders
}

/** A store whose objects a test can look at, and tamper with. */
export interface MemoryStore extends Store {
  readonly objects: Map<string, MemoryObject>
}

interface MemoryOptions {
  readonly name?: string
  /** Drop metadata, as a directory does. */
  readonly keepsMetadata?: boolean
}

/**
 * A store in memory, for tests. It answers as R2 does: ETags are MD5 digests, dates are whole seconds. Each operation
 * takes effect at one moment, after its body was read.
 */
export function memoryStore(clock: Pick<Clock, 'now'>, options: MemoryOptions = {}): MemoryStore {
  const { name = 'memory', keepsMetadata = true } = options
  const objects = new Map<string, MemoryObject>()
  const date = (): Date => new Date(Math.floor(clock.now() / 1000) * 1000)

  const at = (key: string): MemoryObject | undefined => {
    assertKey(key, name)
    return objects.get(key)
  }
  const write = (key: string, bytes: Buffer, headers: ObjectHeaders): string => {
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const metadata = keepsMetadata ? { ...headers.metadata } : {}
    objects.set(key, { key, bytes, etag, sizeBytes: bytes.length, lastModified: date(), metadata, headers })
    return etag
  }
  const holds = (key: string, condition: Condition): boolean => {
    const present = at(key)
    return 'etag' in condition ? present?.etag === condition.etag : present === undefined
  }
  const read = async (key: string, body: Content): Promise<Buffer> =>
    Buffer.concat(await Array.fromAsync(exactly(body, key)))

  return {
    name,
    objects,
    async get(key, limitBytes) {
      const object = at(key)
      if (object === undefined) return { date: date() }
      if (object.sizeBytes <= limitBytes) return { object, date: date() }
      throw new PublishError(
        'LIMIT',
        `${name}: ${key} has ${object.sizeBytes} bytes; at most ${limitBytes} are read`,
      )
    },
    async open(key) {
      const object = at(key)
      return (
        object && whileUnchanged(contentOf(object.bytes), () => objects.get(key)?.etag === object.etag, key)
      )
    },
    async head(key) {
      const object = at(key)
      return object && detailsOf(object)
    },
    async list(prefix) {
      assertKeyPrefix(prefix, name)
      const found = [...objects.values()].filter(({ key }) => key.startsWith(prefix))
      return found.map(detailsOf).sort((left, right) => compareKeys(left.key, right.key))
    },
    folders: async (folder) => foldersOf(folder, [...objects.keys()]),
    async put(key, body, headers) {
      const bytes = await read(key, body)
      return holds(key, { absent: true })
        ? { kind: 'stored', etag: write(key, bytes, headers) }
        : { kind: 'exists' }
    },
    async swap(key, body, condition, headers) {
      const bytes = await read(key, body)
      return holds(key, condition)
        ? { kind: 'stored', etag: write(key, bytes, headers) }
        : { kind: 'refused' }
    },
    async copy(from, to) {
      const source = at(from)
      if (at(to) !== undefined) return { kind: 'exists' }
      if (source === undefined)
        throw new PublishError('STORE', `${name}: could not copy ${from}: it is not there`)
      return { kind: 'stored', etag: write(to, source.bytes, source.headers) }
    },
    async relabel(key, etag, headers) {
      const object = at(key)
      if (object?.etag === etag) write(key, object.bytes, headers)
    },
    async delete(key) {
      at(key)
      objects.delete(key)
    },
  }
}

function detailsOf({ key, etag, sizeBytes, lastModified, metadata }: MemoryObject): ObjectDetails {
  return { key, etag, sizeBytes, lastModified, metadata }
}

function whileUnchanged(content: Content, isUnchanged: () => boolean, key: string): Content {
  return {
    sizeBytes: content.sizeBytes,
    async *read(start, end) {
      if (!isUnchanged()) throw new PublishError('STORE', `${key} was replaced or deleted while it was read`)
      yield* content.read(start, end)
    },
  }
}
