import type { ListedRpm } from '../../rpm/package.ts'
import { isRelativeHref } from '../../rpm/repodata/href.ts'
import { entriesById, packagesWanted } from '../../rpm/repodata/lookup.ts'
import { type AnyRpm, type Metadata, sameVersion } from '../../rpm/repodata/metadata.ts'
import type { PrimaryFields } from '../../rpm/repodata/primary.ts'
import { storedHeaderDigest } from '../digests.ts'
import type { PackageFile, Published } from '../repository.ts'
import { storedContent } from '../stored-content.ts'
import type { RpmRepositoryOptions } from './options.ts'

/** What a repository says of a package's name, epoch, version, release and architecture. */
export async function publishedRpm(
  options: RpmRepositoryOptions,
  metadata: Metadata,
  pkg: AnyRpm,
): Promise<Published> {
  const [found] = sameVersion(metadata, pkg)
  if (found === undefined) return { kind: 'absent' }
  const file = fileIn(options, found)
  const isExact = file.sha256 === pkg.sha256
  const isSame = isExact || (await hasHeaderOf(options, file.key, pkg))
  return isSame ? { kind: 'same', file, complete: true, isExact } : { kind: 'different', file }
}

function fileIn({ folder }: RpmRepositoryOptions, fields: PrimaryFields): PackageFile {
  const { href, pkgid, checksumType, sizeBytes = 0 } = fields
  return { key: folder + href, sha256: checksumType === 'sha256' ? pkgid : '', sizeBytes }
}

/** On rpms signatures are no content: the header, which says the digest of everything else, is. */
async function hasHeaderOf({ store }: RpmRepositoryOptions, key: string, pkg: AnyRpm): Promise<boolean> {
  const wanted = 'key' in pkg ? await storedHeaderDigest(store, pkg.key) : pkg.headerSha256
  return wanted !== undefined && (await storedHeaderDigest(store, key)) === wanted
}

/** The packages whose names are wanted. */
export function listedRpms(
  options: RpmRepositoryOptions,
  { indexes }: Metadata,
  isWanted: (name: string) => boolean = () => true,
): readonly ListedRpm[] {
  const found = packagesWanted(indexes.primary, isWanted)
  if (found.length === 0) return []
  const [filelists, other] = [entriesById(indexes.filelists), entriesById(indexes.other)]
  return found.map(({ fields, entry }) => {
    const details = { filelists: filelists.get(fields.pkgid), other: other.get(fields.pkgid) }
    return listedRpm(options, fields, entry, details)
  })
}

function listedRpm(
  options: RpmRepositoryOptions,
  fields: PrimaryFields,
  primary: Buffer,
  { filelists, other }: { readonly filelists: Buffer | undefined; readonly other: Buffer | undefined },
): ListedRpm {
  const { store } = options
  const { name, epoch, version, release, arch, pkgid, href } = fields
  const { key, sha256, sizeBytes } = fileIn(options, fields)
  const isWhole = filelists !== undefined && other !== undefined && isPlain(fields)
  return {
    format: 'rpm',
    name,
    ...(epoch === 0 ? {} : { epoch }),
    version,
    release,
    arch,
    content: storedContent(store, { key, sizeBytes, sha256 }),
    sha256,
    headerSha256: undefined,
    source: `${key} in ${store.name}`,
    key,
    href,
    ...(fields.base === undefined ? {} : { base: fields.base }),
    pkgid,
    entries: isWhole ? { primary, filelists, other } : undefined,
  }
}

/** A foreign repository may have packages that lie elsewhere, or that are known by weaker digests. */
function isPlain({ checksumType, href, base }: PrimaryFields): boolean {
  return checksumType === 'sha256' && base === undefined && isRelativeHref(href)
}
