import { PublishError } from '../../errors.ts'
import type { ListedRpm, RpmPackage } from '../package.ts'
import { filelistsEntry } from './filelists.ts'
import { otherEntry } from './other.ts'
import { primaryEntry } from './primary.ts'
import { escapeAttribute } from './xml.ts'

/** What the three indexes say of one package, each ending in a newline. */
export interface PackageEntries {
  readonly primary: string
  readonly filelists: string
  readonly other: string
}

/** The entries of a package that lies at an href: from its headers, or as another repository's indexes have them. */
export function entriesOf(pkg: RpmPackage | ListedRpm, href: string): PackageEntries {
  if ('header' in pkg) {
    return { primary: primaryEntry(pkg, href), filelists: filelistsEntry(pkg), other: otherEntry(pkg) }
  }
  if (pkg.entries === undefined) throw notCopyable(pkg)
  const { primary, filelists, other } = pkg.entries
  return {
    primary: moved(primary.toString('utf8'), pkg, href),
    filelists: filelists.toString('utf8'),
    other: other.toString('utf8'),
  }
}

function moved(entry: string, pkg: ListedRpm, href: string): string {
  if (href === pkg.href) return entry
  const attribute = (it: string) => `href="${escapeAttribute(it, pkg.source)}"`
  const from = attribute(pkg.href)
  const start = entry.indexOf(from, entry.indexOf('<location'))
  if (start < 0) throw notCopyable(pkg)
  return entry.slice(0, start) + attribute(href) + entry.slice(start + from.length)
}

function notCopyable({ source }: ListedRpm): PublishError {
  return new PublishError(
    'INTEGRITY',
    `${source} is listed in a form that cannot be listed elsewhere; publish the package again`,
  )
}
