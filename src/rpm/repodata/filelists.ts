import type { RpmPackage } from '../package.ts'
import { fileElement, listedFiles } from './files.ts'
import { detailsEntry } from './package-tag.ts'

/**
 * The entry of a package in filelists, ending in a newline, as createrepo_c prints it: every file.
 *
 * @throws PublishError `PACKAGE` for a path that XML cannot hold
 */
export function filelistsEntry(pkg: RpmPackage): string {
  return detailsEntry(
    pkg,
    listedFiles(pkg.header).map((file) => fileElement(file, pkg.source)),
  )
}
