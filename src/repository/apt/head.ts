import { contentOf, sha256 } from '../../content.ts'
import { type Release, dateOf, parseRelease } from '../../deb/release.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { verifyCleartext, verifyDetached } from '../../openpgp/verify.ts'
import type { Condition, Store, StoredObject } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import type { Head } from '../repository.ts'
import { identifier } from '../commit/stamp.ts'

/** The head of an apt suite, verified, and what lies at its aliases. */
export interface AptHead {
  /** Undefined before the first publish. A foreign repository may have Release and Release.gpg alone. */
  readonly version: Head | undefined
  readonly release: Release | undefined
  /** The text that was signed, ending in a newline; what the alias Release should hold. */
  readonly releaseText: string
  readonly nowSeconds: number
  /** Where the copy of this head should be; undefined where there is no InRelease. */
  readonly copyKey: string | undefined
  readonly releaseAlias: Condition
  readonly signatureAlias: Condition
  /** Release or Release.gpg is not what InRelease says: a publish stopped before it wrote its aliases. */
  readonly aliasesAreStale: boolean
}

/**
 * Reads InRelease, or where there is none Release with Release.gpg, and verifies the signature.
 *
 * @param folder of the suite, ending in a slash
 * @throws PublishError `SIGNATURE` where no trusted key signed it, `INTEGRITY` where it is something else
 */
export async function openAptHead(
  store: Store,
  folder: string,
  trust: readonly TrustedKey[],
): Promise<AptHead> {
  const [head, release, signature] = await Promise.all(
    ['InRelease', 'Release', 'Release.gpg'].map((name) => store.get(folder + name, LIMITS.headBytes)),
  )
  const seen = { release: release?.object, signature: signature?.object }
  const common = {
    nowSeconds: Math.floor((head?.date.getTime() ?? 0) / 1000),
    releaseAlias: conditionOf(seen.release),
    signatureAlias: conditionOf(seen.signature),
  }
  if (head?.object !== undefined)
    return { ...common, ...(await fromInRelease(store, head.object, seen, trust)) }
  if (seen.release === undefined && seen.signature === undefined) return { ...common, ...NOTHING }
  // A first publish may have come between our reads: its head was there before its aliases.
  if ((await store.head(`${folder}InRelease`)) !== undefined) return openAptHead(store, folder, trust)
  if (seen.release === undefined) throw withoutHead(store, folder)
  return { ...common, ...(await fromRelease(store, folder, seen.release, seen.signature, trust)) }
}

const NOTHING = {
  version: undefined,
  release: undefined,
  releaseText: '',
  copyKey: undefined,
  aliasesAreStale: false,
}

async function fromInRelease(
  store: Store,
  object: StoredObject,
  seen: { release: StoredObject | undefined; signature: StoredObject | undefined },
  trust: readonly TrustedKey[],
) {
  const source = `${object.key} in ${store.name}`
  const { text } = await verifyCleartext(object.bytes, trust, source)
  const releaseText = `${text.replace(/\n+$/, '')}\n`
  const release = parseRelease(releaseText, source)
  const writtenSeconds = Math.floor(object.lastModified.getTime() / 1000)
  const stampSeconds = dateOf(release) ?? writtenSeconds
  const folder = object.key.slice(0, object.key.lastIndexOf('/') + 1)
  return {
    version: { condition: { etag: object.etag }, stampSeconds, writtenSeconds },
    release,
    releaseText,
    copyKey: `${folder}heads/${identifier(stampSeconds, sha256(object.bytes))}/InRelease`,
    aliasesAreStale: !(await aliasesAreCurrent(releaseText, seen, trust)),
  }
}

async function aliasesAreCurrent(
  releaseText: string,
  seen: { release: StoredObject | undefined; signature: StoredObject | undefined },
  trust: readonly TrustedKey[],
): Promise<boolean> {
  if (seen.release === undefined || seen.signature === undefined) return false
  if (!seen.release.bytes.equals(Buffer.from(releaseText))) return false
  return verifyDetached(contentOf(seen.release.bytes), seen.signature.bytes, trust, 'Release.gpg').then(
    () => true,
    () => false,
  )
}

async function fromRelease(
  store: Store,
  folder: string,
  object: StoredObject,
  signature: StoredObject | undefined,
  trust: readonly TrustedKey[],
) {
  const source = `${folder}Release in ${store.name}`
  if (signature === undefined) {
    throw new PublishError(
      'SIGNATURE',
      `${source} is not signed: there is neither InRelease nor Release.gpg. Move what lies there away, or publish to another place.`,
    )
  }
  await verifyDetached(contentOf(object.bytes), signature.bytes, trust, source)
  const releaseText = object.bytes.toString('utf8')
  const release = parseRelease(releaseText, source)
  const writtenSeconds = Math.floor(object.lastModified.getTime() / 1000)
  const stampSeconds = dateOf(release) ?? writtenSeconds
  const version = { condition: { absent: true } as const, stampSeconds, writtenSeconds }
  return { ...NOTHING, version, release, releaseText }
}

function withoutHead(store: Store, folder: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${folder}Release.gpg is in ${store.name}, but the InRelease and Release that it belongs to are gone. ` +
      'Put them back, or build the indexes again from the packages with `republish`.',
  )
}
