import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { previousHead } from '../../deb/previous-head.ts'
import type { Store } from '../../store/store.ts'
import type { Acceptance } from '../heads/adoption.ts'
import { conditionOf } from '../condition.ts'
import { storedCopies } from '../heads/copies.ts'
import { type Recovered, firstReadable, inPlaceOf } from '../heads/recovery.ts'
import type { HeadCopy } from '../heads/head.ts'
import { type AptHead, NOTHING, openAptHead, readInRelease } from './head.ts'

/**
 * Reads and verifies a copy of an earlier head.
 *
 * @param folder of the suite, ending in a slash
 * @throws PublishError `INTEGRITY` where there is none of that ID, `SIGNATURE` where no trusted key signed it
 */
export async function openAptCopy(
  store: Store,
  folder: string,
  id: string,
  trust: readonly TrustedKey[],
): Promise<AptHead> {
  const key = `${folder}heads/${id}/InRelease`
  const { object, date } = await store.get(key, LIMITS.headBytes)
  const source = `${key} in ${store.name}`
  if (object === undefined) throw new PublishError('INTEGRITY', `${source} is missing.`)
  const signed = await readInRelease(object, trust, source)
  if (signed.id !== id) {
    throw new PublishError('INTEGRITY', `${source} is the copy of another head, ${signed.id}.`)
  }
  return {
    version: {
      condition: { etag: object.etag },
      stampSeconds: signed.stampSeconds,
      writtenSeconds: signed.stampSeconds,
      id,
      previous: previousHead(signed.release),
    },
    release: signed.release,
    signers: signed.signers,
    releaseText: signed.releaseText,
    nowSeconds: Math.floor(date.getTime() / 1000),
    ...UNSEEN,
    aliasesAreStale: true,
    isUnsigned: false,
  }
}

/**
 * The head, or where it or an index of it cannot be used, the newest copy that can, to be written in its place.
 *
 * @param orEmpty begin anew where there is no such copy
 * @param read opens what a head names, and so finds out whether it can be used
 */
export async function recoverAptHead<T>(
  store: Store,
  folder: string,
  { orEmpty, ...acceptance }: Acceptance & { readonly orEmpty: boolean },
  read: (head: AptHead) => Promise<T>,
): Promise<Recovered<T>> {
  const seen = await seenInPlace(store, folder)
  const copies = () => storedCopies(store, folder, 'InRelease')
  const instead = (head: AptHead, all: readonly HeadCopy[]) => read(inPlace(seen, head, all))
  return firstReadable(
    async () => {
      const head = await openAptHead(store, folder, acceptance)
      if (head.version === undefined && (await copies()).length > 0) throw gone(store, folder)
      return read(head)
    },
    copies,
    async ({ id }, all) => instead(await openAptCopy(store, folder, id, acceptance.trust), all),
    orEmpty ? async (all) => instead(await nothing(store, folder), all) : undefined,
  )
}

async function seenInPlace(store: Store, folder: string) {
  const [head, release, signature] = await Promise.all(
    ['InRelease', 'Release', 'Release.gpg'].map((name) => store.head(folder + name)),
  )
  return { head, release, signature }
}

function inPlace(
  { head, release, signature }: Awaited<ReturnType<typeof seenInPlace>>,
  copy: AptHead,
  copies: readonly HeadCopy[],
): AptHead {
  return {
    ...copy,
    version: inPlaceOf(head, copies, copy.version),
    releaseAlias: conditionOf(release),
    signatureAlias: conditionOf(signature),
  }
}

async function nothing(store: Store, folder: string): Promise<AptHead> {
  const { date } = await store.get(`${folder}heads/none`, 0)
  return { ...NOTHING, nowSeconds: Math.floor(date.getTime() / 1000), ...UNSEEN }
}

const UNSEEN = { releaseAlias: { absent: true }, signatureAlias: { absent: true } } as const

function gone(store: Store, folder: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${folder}InRelease in ${store.name} is gone, and no copy of it can be read either.`,
  )
}
