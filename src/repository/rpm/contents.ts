import { compareEvr, parseEvr } from '../../rpm/evr.ts'
import { namesIn, packagesNamed } from '../../rpm/repodata/lookup.ts'
import type { Metadata } from '../../rpm/repodata/metadata.ts'
import { printedVersion } from '../../package.ts'
import { type ListedVersion, type RepositoryContents, newestVersions } from '../../pages/index/contents.ts'
import type { RpmRepositoryOptions } from './options.ts'

/** What an rpm repository lists. A file that lies elsewhere is not shown: nothing here says where that is. */
export function rpmContents(
  { folder, arch }: Pick<RpmRepositoryOptions, 'folder' | 'arch'>,
  { indexes: { primary } }: Metadata,
): RepositoryContents {
  const versionsOf = (name: string): readonly ListedVersion[] =>
    packagesNamed(primary, name)
      .filter(({ base }) => base === undefined)
      .map((fields) => ({
        name,
        version: printedVersion(fields),
        arch: fields.arch,
        key: folder + fields.href,
        sizeBytes: fields.sizeBytes ?? 0,
      }))
  const newest = newestVersions(namesIn(primary), versionsOf, (a, b) => compareEvr(parseEvr(a), parseEvr(b)))
  return { architectures: arch === '' ? [] : [arch], indexes: [{ component: '', arch, ...newest }] }
}
