import type { FileKind, Unplaced } from './kind.ts'
import { type ReleaseFile, folderOf, isBelow } from './release-file.ts'
import { unplaced } from './kind.ts'

const LICENSE = /^(?:(?:[A-Za-z0-9.]+[-_])?(?:un)?licen[cs]es?|copying|copyright)(?:[-_.][A-Za-z0-9.+_-]+)?$/i
const NOTICE = /^(?:notice|third[-_]?party[-_](?:licen[cs]es?|notices?))(?:\.(?:md|txt|rst))?$/i
const DOCUMENT =
  /^(?:readme|change-?log|changes|history|news|release[-_]?notes|authors|contributors|credits|thanks|acknowledge?ments|faq)(?:[-_.][A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)?(?:\.(?:md|markdown|txt|rst|adoc|org))?$/i
const TEXT = /\.(?:md|markdown|txt|rst|adoc|org)$/i
/** Programs, data, and signatures of what has the name before. */
const CODE =
  /\.(?:[ch]|cc|cpp|cs|go|java|js|json|lua|php|pl|py|rb|rs|sh|toml|ts|xml|ya?ml|html?|asc|sig|minisig|pem|crt|sha[0-9]+|md5)$/i
/** REUSE has LICENSES; others, licenses of what they hold, in folders of their own. */
const LICENSE_FOLDER = /^licen[cs]es$/i
const DOCUMENT_FOLDER = /^docs?$/i
const SOURCES =
  /^(?:install|installing|building|hacking|contributing|develop(?:ing|ment)?)(?:\.(?:md|markdown|txt|rst|adoc|org))?$/i

/**
 * Licenses and what is to be read, at the top of the release, or where the FHS has them; texts of a folder `doc` too,
 * and all of a folder `LICENSES`.
 */
export function recogniseDocument(file: ReleaseFile): FileKind | Unplaced | undefined {
  const kind = kindByName(file)
  // The text is looked at last: most names are of no document.
  return kind === undefined || (file.text ?? '').trim() === '' ? undefined : kind
}

function kindByName(file: ReleaseFile): FileKind | Unplaced | undefined {
  const { name, folders } = file
  const isTop = folders.length === 0
  const isDocumentation = isTop || isInDocumentation(file)
  const isOfLicenses = isBelow(file, LICENSE_FOLDER)
  if ((isDocumentation || isOfLicenses) && NOTICE.test(name))
    return { kind: 'notice', name: belowLicenses(file) }
  if (isLicense(file)) return { kind: 'license', name: belowLicenses(file) }
  if (!isDocumentation) return undefined
  if (SOURCES.test(name)) return unplaced('for developers, and not for who has the package')
  return DOCUMENT.test(name) || (!isTop && TEXT.test(name)) ? { kind: 'document', name } : undefined
}

function isLicense(file: ReleaseFile): boolean {
  if (CODE.test(file.name)) return false
  if (LICENSE_FOLDER.test(folderOf(file))) return true
  const isPlaced = file.folders.length === 0 || isInDocumentation(file) || isBelow(file, LICENSE_FOLDER)
  return isPlaced && LICENSE.test(file.name)
}

/** Licenses of several works have one name, and folders for each: `licenses/cobra/LICENSE` is `cobra/LICENSE`. */
function belowLicenses({ folders, name }: ReleaseFile): string {
  const at = folders.findIndex((folder) => LICENSE_FOLDER.test(folder))
  if (at < 0) return name
  // In share/licenses the first folder is the package's own.
  const own = folders[at - 1] === 'share' ? 2 : 1
  return [...folders.slice(at + own), name].join('/')
}

/** `doc`, `share/doc`, `share/doc/hello`. */
function isInDocumentation({ folders }: ReleaseFile): boolean {
  const [above = '', last = ''] = ['', ...folders].slice(-2)
  return DOCUMENT_FOLDER.test(last) ? folders.length <= 3 : DOCUMENT_FOLDER.test(above)
}
