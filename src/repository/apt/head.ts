import { contentOf, sha256 } from '../../content.ts'
import { previousHead } from '../../deb/previous-head.ts'
import { type Release, dateOf, parseRelease } from '../../deb/release.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { type Signer, verifyCleartext, verifyDetached } from '../../openpgp/verify.ts'
import type { Condition, Store, StoredObject } from '../../store/store.ts'
import { type Acceptance, assertAdoptable } from '../heads/adoption.ts'
import { withoutEnd } from '../../words.ts'
import { conditionOf } from '../condition.ts'
import type { Head } from '../heads/head.ts'
import { identifier } from '../heads/id.ts'

/** The head of an apt suite, verified, and what lies at its aliases. */
export interface AptHead {
  /** Undefined before the first publish. A foreign repository may have Release and Release.gpg alone. */
  readonly version: Head | undefined
  readonly release: Release | undefined
  readonly signers: readonly Signer[]
  /** The text that was signed, ending in a newline; what the alias Release should hold. */
  readonly releaseText: string
  readonly nowSeconds: number
  readonly releaseAlias: Condition
  readonly signatureAlias: Condition
  /** Release or Release.gpg is not what InRelease says: a publish stopped before it wrote its aliases. */
  readonly aliasesAreStale: boolean
  /** It carries no signature, and is taken all the same. */
  readonly isUnsigned: boolean
}

/**
 * Reads InRelease, or where there is none Release with Release.gpg, and verifies the signature.
 *
 * @param folder of the suite, ending in a slash
 * @throws PublishError `SIGNATURE` where no trusted key signed it, or nobody may take it over unsigned; `INTEGRITY`
 *   where it is something else
 */
export async function openAptHead(store: Store, folder: string, acceptance: Acceptance): Promise<AptHead> {
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
    return { ...common, ...(await fromInRelease(store, head.object, seen, acceptance.trust)) }
  if (seen.release === undefined && seen.signature === undefined) return { ...common, ...NOTHING }
  // A first publish may have come between our reads: its head was there before its aliases.
  if ((await store.head(`${folder}InRelease`)) !== undefined) return openAptHead(store, folder, acceptance)
  if (seen.release === undefined) throw withoutHead(store, folder)
  return { ...common, ...(await fromRelease(store, seen.release, seen.signature, acceptance)) }
}

/** A suite that nothing was published in yet. */
export const NOTHING = {
  version: undefined,
  release: undefined,
  signers: [],
  releaseText: '',
  aliasesAreStale: false,
  isUnsigned: false,
}

/** What an InRelease says, once its signature is verified. */
export interface SignedRelease {
  readonly release: Release
  readonly signers: readonly Signer[]
  /** The text that was signed, ending in a newline. */
  readonly releaseText: string
  readonly stampSeconds: number
  readonly id: string
}

/** @throws PublishError `SIGNATURE` where no trusted key signed it, `INTEGRITY` where it is no Release file */
export async function readInRelease(
  object: StoredObject,
  trust: readonly TrustedKey[],
  source: string,
): Promise<SignedRelease> {
  const { text, signers } = await verifyCleartext(object.bytes, trust, source)
  const releaseText = `${withoutEnd(text, '\n')}\n`
  const release = parseRelease(releaseText, source)
  const stampSeconds = dateOf(release) ?? writtenSeconds(object)
  const id = identifier(stampSeconds, sha256(object.bytes))
  return { release, signers, releaseText, stampSeconds, id }
}

async function fromInRelease(
  store: Store,
  object: StoredObject,
  seen: { release: StoredObject | undefined; signature: StoredObject | undefined },
  trust: readonly TrustedKey[],
) {
  const signed = await readInRelease(object, trust, `${object.key} in ${store.name}`)
  return {
    version: {
      condition: { etag: object.etag },
      stampSeconds: signed.stampSeconds,
      writtenSeconds: writtenSeconds(object),
      id: signed.id,
      previous: previousHead(signed.release),
    },
    release: signed.release,
    signers: signed.signers,
    releaseText: signed.releaseText,
    aliasesAreStale: !(await aliasesAreCurrent(signed.releaseText, seen, trust)),
    isUnsigned: false,
  }
}

function writtenSeconds({ lastModified }: StoredObject): number {
  return Math.floor(lastModified.getTime() / 1000)
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
  object: StoredObject,
  signature: StoredObject | undefined,
  acceptance: Acceptance,
) {
  const source = `${object.key} in ${store.name}`
  const copies = `${folderOf(object)}heads/`
  let signers: readonly Signer[] = []
  if (signature === undefined) {
    const missing = 'neither InRelease nor Release.gpg'
    await assertAdoptable(store, { source, copies, missing }, acceptance)
  } else {
    const verified = await verifyDetached(contentOf(object.bytes), signature.bytes, acceptance.trust, source)
    if ((await store.list(copies)).length > 0) throw withoutInRelease(store, folderOf(object))
    signers = verified.signers
  }
  const releaseText = object.bytes.toString('utf8')
  const release = parseRelease(releaseText, source)
  const stampSeconds = dateOf(release) ?? writtenSeconds(object)
  const version = {
    condition: { absent: true } as const,
    stampSeconds,
    writtenSeconds: writtenSeconds(object),
    id: identifier(stampSeconds, sha256(object.bytes)),
    previous: undefined,
  }
  return { ...NOTHING, version, release, signers, releaseText, isUnsigned: signature === undefined }
}

function folderOf({ key }: StoredObject): string {
  return key.slice(0, key.lastIndexOf('/') + 1)
}

/** An alias may be one of an older head: to go on from it would lose what was published since. */
function withoutInRelease(store: Store, folder: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${folder}InRelease in ${store.name} is gone, and Release is only a copy for old tools. ` +
      'Put it back, or build the indexes again from the packages with `republish`.',
  )
}

function withoutHead(store: Store, folder: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${folder}Release.gpg is in ${store.name}, but the InRelease and Release that it belongs to are gone. ` +
      'Put them back, or build the indexes again from the packages with `republish`.',
  )
}
