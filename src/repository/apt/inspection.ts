import { contentOf, digestOf } from '../../content.ts'
import type { ListedFile, Release } from '../../deb/release.ts'
import { field } from '../../deb/stanza.ts'
import { LIMITS } from '../../limits.ts'
import type { TrustedKey } from '../../openpgp/trust.ts'
import { verifyDetached } from '../../openpgp/verify.ts'
import type { Store } from '../../store/store.ts'
import { storedCopies } from '../heads/copies.ts'
import type { InspectedHead, NamedFile } from '../heads/inspection.ts'
import type { Listing } from '../listing.ts'
import { type AptHead, openAptHead } from './head.ts'
import { formless, listedFiles } from './listed-files.ts'
import { byHashPath } from './stored-index.ts'

interface InspectionGround {
  readonly store: Store
  /** Of the suite, ending in a slash. */
  readonly folder: string
  readonly trust: readonly TrustedKey[]
  readonly listing: (head: AptHead) => Promise<Listing>
}

/**
 * Reads and verifies the head of a suite, as a client does.
 *
 * @throws PublishError `SIGNATURE` or `INTEGRITY`
 */
export async function inspectSuite({
  store,
  folder,
  trust,
  listing,
}: InspectionGround): Promise<InspectedHead> {
  const head = await openAptHead(store, folder, { trust })
  const files = await listedFiles(store, folder, head.release)
  return {
    head: head.version,
    nowSeconds: head.nowSeconds,
    signers: head.signers,
    files: namedFilesOf(folder, head.release, files),
    listing: () => listing(head),
    staleAliases: async () => {
      if (!(await isOurs(store, folder, head))) return []
      const [indexes, releases] = await Promise.all([
        staleIndexes(store, folder, files),
        staleReleases(store, folder, head, trust),
      ])
      return [...indexes, ...releases].map((key) => ({ key, isNeeded: false }))
    },
  }
}

/** What a head lists, as apt looks for it. */
export function namedFilesOf(
  folder: string,
  release: Release | undefined,
  files: ReadonlyMap<string, ListedFile>,
): readonly NamedFile[] {
  const isByHash =
    release !== undefined && field(release.fields, 'Acquire-By-Hash')?.trim().toLowerCase() === 'yes'
  return [...files].map(([path, { sizeBytes, sha256: hash }]) => {
    const [plain, byHash] = [folder + path, folder + byHashPath(path, hash)]
    const place = isByHash ? { key: byHash, plainKey: plain } : { key: plain, plainKey: undefined }
    return { ...place, sizeBytes, algorithm: 'sha256', hash, index: folder + formless(path) }
  })
}

/** Of a Release without an InRelease nobody keeps aliases. */
async function isOurs(store: Store, folder: string, { version }: AptHead): Promise<boolean> {
  if (version === undefined || !('etag' in version.condition)) return false
  return version.previous !== undefined || (await storedCopies(store, folder, 'InRelease')).length > 0
}

async function staleIndexes(
  store: Store,
  folder: string,
  files: ReadonlyMap<string, ListedFile>,
): Promise<readonly string[]> {
  const plain = [...files].filter(([path]) => path.endsWith('/Packages.gz'))
  const stale = await Promise.all(
    plain.map(async ([path, { sha256: hash }]) => {
      const content = await store.open(folder + path)
      return content === undefined || (await digestOf(content, 'sha256')) !== hash
    }),
  )
  return plain.flatMap(([path], at) => (stale[at] === true ? [folder + path] : []))
}

async function staleReleases(
  store: Store,
  folder: string,
  { aliasesAreStale, releaseText }: AptHead,
  trust: readonly TrustedKey[],
): Promise<readonly string[]> {
  if (!aliasesAreStale) return []
  const keys = [`${folder}Release`, `${folder}Release.gpg`]
  const [release, signature] = await Promise.all(keys.map((key) => store.get(key, LIMITS.headBytes)))
  const text = Buffer.from(releaseText)
  const isSigned =
    signature?.object !== undefined &&
    (await verifyDetached(contentOf(text), signature.object.bytes, trust, 'Release.gpg').then(
      () => true,
      () => false,
    ))
  const isCurrent = [release?.object?.bytes.equals(text) === true, isSigned]
  return keys.filter((_, at) => isCurrent[at] === false)
}
