import type { TrustedKey } from '../../openpgp/trust.ts'
import { hintsIn } from '../../rpm/repodata/key-hints.ts'
import type { Repomd } from '../../rpm/repodata/repomd.ts'
import type { Store } from '../../store/store.ts'
import type { InspectedHead, NamedFile } from '../heads/inspection.ts'
import type { Listing } from '../listing.ts'
import { type RpmHead, openRpmHead } from './head.ts'
import { digestAlgorithm } from './indexes.ts'

interface InspectionGround {
  readonly store: Store
  /** Of the repository; empty or ending in a slash. */
  readonly folder: string
  readonly trust: readonly TrustedKey[]
  readonly listing: (head: RpmHead) => Promise<Listing>
}

/**
 * Reads and verifies the head of a repository, as a client does.
 *
 * @throws PublishError `SIGNATURE` or `INTEGRITY`
 */
export async function inspectRpmRepository({
  store,
  folder,
  trust,
  listing,
}: InspectionGround): Promise<InspectedHead> {
  const head = await openRpmHead(store, `${folder}repodata/`, { trust })
  const signature = `${folder}repodata/repomd.xml.asc`
  return {
    head: head.version,
    nowSeconds: head.nowSeconds,
    signers: head.signers,
    files: namedFilesOf(folder, head.repomd),
    listing: () => listing(head),
    staleAliases: async () => (head.missingAlias === undefined ? [] : [{ key: signature, isNeeded: true }]),
  }
}

/** What a head names, as dnf looks for it. */
export function namedFilesOf(folder: string, repomd: Repomd | undefined): readonly NamedFile[] {
  const source = `${folder}repodata/repomd.xml`
  const records = [...(repomd?.records.values() ?? [])].map(({ type, href, checksum, sizeBytes }) => ({
    key: folder + href,
    plainKey: undefined,
    sizeBytes,
    algorithm: digestAlgorithm(checksum, source),
    hash: checksum.value,
    index: `${folder}${type}`,
  }))
  const hints = hintsIn(repomd?.text ?? '').map(({ href, sha256Start: hash }) => {
    const key = folder + href
    return { key, plainKey: undefined, sizeBytes: undefined, algorithm: 'sha256', hash, index: key }
  })
  return [...records, ...hints]
}
