import { contentOf, sha256 } from '../../content.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { verifyDetached } from '../../openpgp/verify.ts'
import { type Repomd, parseRepomd } from '../../rpm/repodata/repomd.ts'
import type { Condition, Store, StoredObject } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import type { Head } from '../repository.ts'
import { identifier } from '../commit/stamp.ts'

/** The head of an rpm repository, verified. */
export interface RpmHead {
  /** Undefined before the first publish. */
  readonly version: Head | undefined
  readonly repomd: Repomd | undefined
  readonly bytes: Buffer
  readonly nowSeconds: number
  readonly hasCopy: boolean
  /** What lies at repomd.xml.asc. */
  readonly signatureAlias: Condition
  /** The signature of this head where the alias has another one: a publish stopped before it wrote its aliases. */
  readonly missingAlias: Buffer | undefined
}

/**
 * Reads repomd.xml and verifies it with repomd.xml.asc, or where that belongs to another head, with the copy of its
 * signature that every publish leaves.
 *
 * @param folder of the repodata, ending in a slash
 * @throws PublishError `SIGNATURE` where no trusted key signed it, `INTEGRITY` where it is something else
 */
export async function openRpmHead(
  store: Store,
  folder: string,
  trust: readonly TrustedKey[],
): Promise<RpmHead> {
  const [head, signature] = await Promise.all(
    ['repomd.xml', 'repomd.xml.asc'].map((name) => store.get(folder + name, LIMITS.headBytes)),
  )
  const common = {
    nowSeconds: Math.floor((head?.date.getTime() ?? 0) / 1000),
    signatureAlias: conditionOf(signature?.object),
  }
  if (head?.object !== undefined) {
    return { ...common, ...(await verified(store, head.object, signature?.object?.bytes, trust)) }
  }
  if (signature?.object !== undefined) {
    // A first publish may have come between our reads: its head was there before its alias.
    if ((await store.head(`${folder}repomd.xml`)) !== undefined) return openRpmHead(store, folder, trust)
    throw withoutHead(store, folder)
  }
  return {
    ...common,
    version: undefined,
    repomd: undefined,
    bytes: Buffer.alloc(0),
    hasCopy: false,
    missingAlias: undefined,
  }
}

async function verified(
  store: Store,
  object: StoredObject,
  signature: Buffer | undefined,
  trust: readonly TrustedKey[],
) {
  const source = `${object.key} in ${store.name}`
  const folder = object.key.slice(0, object.key.lastIndexOf('/') + 1)
  const repomd = parseRepomd(object.bytes, source)
  const copy = `${folder}${copyPath(repomd.stampSeconds, object.bytes)}`
  const check = (bytes: Buffer) => verifyDetached(contentOf(object.bytes), bytes, trust, source)
  const writtenSeconds = Math.floor(object.lastModified.getTime() / 1000)
  const head = {
    version: { condition: { etag: object.etag }, stampSeconds: repomd.stampSeconds, writtenSeconds },
    repomd,
    bytes: object.bytes,
  }
  const [failure, copied] = await Promise.all([
    signature === undefined
      ? unsigned(source)
      : check(signature).then(
          () => undefined,
          (error: Error) => error,
        ),
    store.head(copy),
  ])
  if (failure === undefined) return { ...head, hasCopy: copied !== undefined, missingAlias: undefined }
  const { object: own } = await store.get(`${copy}.asc`, LIMITS.signatureBytes)
  if (own === undefined) throw failure
  await check(own.bytes)
  return { ...head, hasCopy: copied !== undefined, missingAlias: own.bytes }
}

function withoutHead(store: Store, folder: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${folder}repomd.xml.asc is in ${store.name}, but the repomd.xml that it belongs to is gone. ` +
      'Put it back, or build the indexes again from the packages with `republish`.',
  )
}

function unsigned(source: string): PublishError {
  return new PublishError(
    'SIGNATURE',
    `${source} is not signed: there is no repomd.xml.asc. Move what lies there away, or publish to another place.`,
  )
}

/** Where the copy of a head lies, relative to the repodata; its signature has `.asc` after it. */
export function copyPath(stampSeconds: number, repomd: Buffer): string {
  return `heads/${identifier(stampSeconds, sha256(repomd))}/repomd.xml`
}
