import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { previousHead } from '../../deb/previous-head.ts'
import type { Store } from '../../store/store.ts'
import type { Acceptance } from '../heads/adoption.ts'
import { storedCopies } from '../heads/copies.ts'
import type { HeadReader } from '../heads/recovery.ts'
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
 * How the heads of a suite are read.
 *
 * @param folder of the suite, ending in a slash
 */
export function aptHeads(store: Store, folder: string, acceptance: Acceptance): HeadReader<AptHead> {
  return {
    store,
    headKey: `${folder}InRelease`,
    aliasKeys: [`${folder}Release`, `${folder}Release.gpg`],
    copies: () => storedCopies(store, folder, 'InRelease'),
    open: () => openAptHead(store, folder, acceptance),
    openCopy: (id) => openAptCopy(store, folder, id, acceptance.trust),
    empty: (nowSeconds) => ({ ...NOTHING, nowSeconds, ...UNSEEN }),
    over: (head, version, [releaseAlias = ABSENT, signatureAlias = ABSENT]) => ({
      ...head,
      version,
      releaseAlias,
      signatureAlias,
    }),
  }
}

const ABSENT = { absent: true } as const
const UNSEEN = { releaseAlias: ABSENT, signatureAlias: ABSENT }
