import { contentOf, sha256 } from '../../content.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { type Signer, verifyDetached } from '../../openpgp/verify.ts'
import { type Repomd, parseRepomd } from '../../rpm/repodata/repomd.ts'
import type { Condition, Store, StoredObject } from '../../store/store.ts'
import { type Acceptance, assertAdoptable } from '../heads/adoption.ts'
import { conditionOf } from '../condition.ts'
import type { Head } from '../heads/head.ts'
import { identifier } from '../heads/id.ts'

/** The head of an rpm repository, verified. */
export interface RpmHead {
  /** Undefined before the first publish. */
  readonly version: Head | undefined
  readonly repomd: Repomd | undefined
  readonly bytes: Buffer
  readonly signers: readonly Signer[]
  readonly nowSeconds: number
  /** What lies at repomd.xml.asc. */
  readonly signatureAlias: Condition
  /** The signature of this head where the alias has another one: a publish stopped before it wrote its aliases. */
  readonly missingAlias: Buffer | undefined
  /** It carries no signature, and is taken all the same. */
  readonly isUnsigned: boolean
}

/**
 * Reads repomd.xml and verifies it with repomd.xml.asc, or where that belongs to another head, with the copy of its
 * signature that every publish leaves.
 *
 * @param folder of the repodata, ending in a slash
 * @throws PublishError `SIGNATURE` where no trusted key signed it, or nobody may take it over unsigned; `INTEGRITY`
 *   where it is something else
 */
export async function openRpmHead(store: Store, folder: string, acceptance: Acceptance): Promise<RpmHead> {
  const [head, signature] = await Promise.all(
    ['repomd.xml', 'repomd.xml.asc'].map((name) => store.get(folder + name, LIMITS.headBytes)),
  )
  const common = {
    nowSeconds: Math.floor((head?.date.getTime() ?? 0) / 1000),
    signatureAlias: conditionOf(signature?.object),
  }
  if (head?.object !== undefined) {
    return { ...common, ...(await verified(store, head.object, signature?.object?.bytes, acceptance)) }
  }
  if (signature?.object !== undefined) {
    // A first publish may have come between our reads: its head was there before its alias.
    if ((await store.head(`${folder}repomd.xml`)) !== undefined) return openRpmHead(store, folder, acceptance)
    throw withoutHead(store, folder)
  }
  return { ...common, ...NOTHING }
}

/** A repository that nothing was published in yet. */
export const NOTHING = {
  version: undefined,
  repomd: undefined,
  bytes: Buffer.alloc(0),
  signers: [],
  missingAlias: undefined,
  isUnsigned: false,
}

async function verified(
  store: Store,
  object: StoredObject,
  alias: Buffer | undefined,
  acceptance: Acceptance,
) {
  const source = `${object.key} in ${store.name}`
  const folder = object.key.slice(0, object.key.lastIndexOf('/') + 1)
  const repomd = parseRepomd(object.bytes, source)
  const { stampSeconds, previous } = repomd
  const id = identifier(stampSeconds, sha256(object.bytes))
  const copy = `${folder}${copyPath(id)}`
  const head = { bytes: object.bytes, source, folder, copy }
  const signature = await signatureOf(store, head, alias, acceptance)
  const writtenSeconds = Math.floor(object.lastModified.getTime() / 1000)
  return {
    version: { condition: { etag: object.etag }, stampSeconds, writtenSeconds, id, previous },
    repomd,
    bytes: object.bytes,
    ...signature,
  }
}

function withoutHead(store: Store, folder: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${folder}repomd.xml.asc is in ${store.name}, but the repomd.xml that it belongs to is gone. ` +
      'Put it back, or build the indexes again from the packages with `republish`.',
  )
}

interface ReadHead {
  readonly bytes: Buffer
  readonly source: string
  readonly folder: string
  /** Where its copy should be. */
  readonly copy: string
}

async function signatureOf(
  store: Store,
  { bytes, source, folder, copy }: ReadHead,
  alias: Buffer | undefined,
  acceptance: Acceptance,
): Promise<Pick<RpmHead, 'signers' | 'missingAlias' | 'isUnsigned'>> {
  const check = (signature: Buffer) =>
    verifyDetached(contentOf(bytes), signature, acceptance.trust, source).catch((error: Error) => error)
  const found = alias === undefined ? undefined : await check(alias)
  if (found !== undefined && 'signers' in found)
    return { ...found, missingAlias: undefined, isUnsigned: false }
  const { object: own } = await store.get(`${copy}.asc`, LIMITS.signatureBytes)
  const instead = own === undefined ? found : await check(own.bytes)
  if (instead instanceof Error) throw instead
  if (instead !== undefined) return { ...instead, missingAlias: own?.bytes, isUnsigned: false }
  const unsigned = { source, copies: `${folder}heads/`, missing: 'no repomd.xml.asc' }
  await assertAdoptable(store, unsigned, acceptance)
  return { signers: [], missingAlias: undefined, isUnsigned: true }
}

/** Where the copy of a head lies, relative to the repodata; its signature has `.asc` after it. */
export function copyPath(id: string): string {
  return `heads/${id}/repomd.xml`
}
