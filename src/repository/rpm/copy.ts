import { contentOf, sha256 } from '../../content.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { verifyDetached } from '../../openpgp/verify.ts'
import { parseRepomd } from '../../rpm/repodata/repomd.ts'
import type { Store } from '../../store/store.ts'
import { identifier } from '../heads/id.ts'
import type { Acceptance } from '../heads/adoption.ts'
import { conditionOf } from '../condition.ts'
import { storedCopies } from '../heads/copies.ts'
import { type Recovered, firstReadable, inPlaceOf } from '../heads/recovery.ts'
import type { HeadCopy } from '../heads/head.ts'
import { NOTHING, type RpmHead, copyPath, openRpmHead } from './head.ts'

/**
 * Reads and verifies a copy of an earlier head.
 *
 * @param folder of the repodata, ending in a slash
 * @throws PublishError `INTEGRITY` where there is none of that ID, `SIGNATURE` where no trusted key signed it
 */
export async function openRpmCopy(
  store: Store,
  folder: string,
  id: string,
  trust: readonly TrustedKey[],
): Promise<RpmHead> {
  const key = folder + copyPath(id)
  const source = `${key} in ${store.name}`
  const [{ object, date }, signature] = await Promise.all([
    store.get(key, LIMITS.headBytes),
    store.get(`${key}.asc`, LIMITS.signatureBytes),
  ])
  if (object === undefined || signature.object === undefined) {
    throw new PublishError('INTEGRITY', `${source}, or its .asc, is missing.`)
  }
  const { signers } = await verifyDetached(contentOf(object.bytes), signature.object.bytes, trust, source)
  const repomd = parseRepomd(object.bytes, source)
  const own = identifier(repomd.stampSeconds, sha256(object.bytes))
  if (own !== id) throw new PublishError('INTEGRITY', `${source} is the copy of another head, ${own}.`)
  return {
    version: {
      condition: { etag: object.etag },
      stampSeconds: repomd.stampSeconds,
      writtenSeconds: repomd.stampSeconds,
      id,
      previous: repomd.previous,
    },
    repomd,
    bytes: object.bytes,
    signers,
    nowSeconds: Math.floor(date.getTime() / 1000),
    signatureAlias: { absent: true },
    missingAlias: signature.object.bytes,
    isUnsigned: false,
  }
}

/**
 * The head, or where it or an index of it cannot be used, the newest copy that can, to be written in its place.
 *
 * @param orEmpty begin anew where there is no such copy
 * @param read opens what a head names, and so finds out whether it can be used
 */
export async function recoverRpmHead<T>(
  store: Store,
  folder: string,
  { orEmpty, ...acceptance }: Acceptance & { readonly orEmpty: boolean },
  read: (head: RpmHead) => Promise<T>,
): Promise<Recovered<T>> {
  const seen = await seenInPlace(store, folder)
  const copies = () => storedCopies(store, folder, 'repomd.xml')
  const instead = (head: RpmHead, all: readonly HeadCopy[]) => read(inPlace(seen, head, all))
  return firstReadable(
    async () => {
      const head = await openRpmHead(store, folder, acceptance)
      if (head.version === undefined && (await copies()).length > 0) throw gone(store, folder)
      return read(head)
    },
    copies,
    async ({ id }, all) => instead(await openRpmCopy(store, folder, id, acceptance.trust), all),
    orEmpty ? async (all) => instead(await nothing(store, folder), all) : undefined,
  )
}

async function seenInPlace(store: Store, folder: string) {
  const [head, signature] = await Promise.all(
    ['repomd.xml', 'repomd.xml.asc'].map((name) => store.head(folder + name)),
  )
  return { head, signature }
}

function inPlace(
  { head, signature }: Awaited<ReturnType<typeof seenInPlace>>,
  copy: RpmHead,
  copies: readonly HeadCopy[],
): RpmHead {
  return {
    ...copy,
    version: inPlaceOf(head, copies, copy.version),
    signatureAlias: conditionOf(signature),
  }
}

async function nothing(store: Store, folder: string): Promise<RpmHead> {
  const { date } = await store.get(`${folder}heads/none`, 0)
  return { ...NOTHING, nowSeconds: Math.floor(date.getTime() / 1000), signatureAlias: { absent: true } }
}

function gone(store: Store, folder: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${folder}repomd.xml in ${store.name} is gone, and no copy of it can be read either.`,
  )
}
