import { contentOf, sha256 } from '../../content.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { verifyDetached } from '../../openpgp/verify.ts'
import { parseRepomd } from '../../rpm/repodata/repomd.ts'
import type { Store } from '../../store/store.ts'
import { identifier } from '../heads/id.ts'
import type { Acceptance } from '../heads/adoption.ts'
import { storedCopies } from '../heads/copies.ts'
import type { HeadReader } from '../heads/recovery.ts'
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
    signatureAlias: ABSENT,
    missingAlias: signature.object.bytes,
    isUnsigned: false,
  }
}

/**
 * How the heads of a repository are read.
 *
 * @param folder of the repodata, ending in a slash
 */
export function rpmHeads(store: Store, folder: string, acceptance: Acceptance): HeadReader<RpmHead> {
  return {
    store,
    headKey: `${folder}repomd.xml`,
    aliasKeys: [`${folder}repomd.xml.asc`],
    copies: () => storedCopies(store, folder, 'repomd.xml'),
    open: () => openRpmHead(store, folder, acceptance),
    openCopy: (id) => openRpmCopy(store, folder, id, acceptance.trust),
    empty: (nowSeconds) => ({ ...NOTHING, nowSeconds, signatureAlias: ABSENT }),
    over: (head, version, [signatureAlias = ABSENT]) => ({ ...head, version, signatureAlias }),
  }
}

const ABSENT = { absent: true } as const
