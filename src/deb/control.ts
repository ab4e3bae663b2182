import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { architectureFields, classFields, furtherFields } from './control-details.ts'
import { debianVersion } from './debian-version.ts'
import { debianName } from './name.ts'
import { relationFields } from './relations.ts'
import type { Stanza } from './stanza.ts'

/** Where nothing is known but the name, which Debian wants not to be repeated here. */
const NAMELESS_SYNOPSIS = 'command-line program from its own project'
const KIB = 1024
const TAB = ' '.repeat(8)

/**
 * The control file of a package, in the order of deb-control(5), and after it what the description adds.
 *
 * @param description whose texts are known to be lines where a control file has lines
 * @param tree all that the package holds
 * @throws PublishError `PACKAGE` for a name, version, relation or other value that Debian does not know
 */
export function controlStanza(description: PackageDescription, tree: readonly PackagedEntry[]): Stanza {
  const { maintainer, homepage, deb } = description
  const optional = (name: string, value: string | undefined): Stanza =>
    value === undefined || value === '' ? [] : [{ name, value }]
  const own: Stanza = [
    { name: 'Package', value: debianName(description.name) },
    { name: 'Version', value: debianVersion(description) },
    ...architectureFields(description),
    { name: 'Maintainer', value: maintainer.trim() },
    { name: 'Installed-Size', value: String(installedKib(tree)) },
    ...relationFields(description),
    ...classFields(deb),
    ...optional('Homepage', homepage?.trim()),
    { name: 'Description', value: descriptionValue(description) },
  ]
  return [...own, ...furtherFields(deb, own)]
}

/** What dpkg-gencontrol counts: files and links in whole KiB, everything else as one. */
function installedKib(tree: readonly PackagedEntry[]): number {
  return tree.reduce((sum, entry) => sum + Math.ceil(sizeOf(entry) / KIB), 0)
}

function sizeOf(entry: PackagedEntry): number {
  if (entry.type === 'file') return entry.content.sizeBytes
  return entry.type === 'symlink' ? Buffer.byteLength(entry.target) : KIB
}

/**
 * The synopsis, and below it the rest as it was written: Debian Policy 5.6.13. A line that begins with a blank is shown
 * as it is; others are filled into paragraphs by whoever shows them.
 */
function descriptionValue({ name, description }: PackageDescription): string {
  const [synopsis = '', ...rest] = description.trim().split('\n')
  const given = rest.join('\n').replace(/^(?:[ \t]*\n)+/, '')
  // Debian wants an extended description; this much is true of every package that we build.
  const extended = given === '' ? `This is ${name} as its own project releases it.` : given
  const lines = extended.split('\n')
  return [
    synopsis.trim() === name ? NAMELESS_SYNOPSIS : synopsis.trim(),
    ...lines.map((line) => ` ${extendedLine(line)}`),
  ].join('\n')
}

/** A dot stands for an empty line, so that one of the author's is set apart, as verbatim text. */
function extendedLine(line: string): string {
  const plain = line.trimEnd().replaceAll('\t', TAB)
  if (plain === '') return '.'
  return plain.startsWith('.') ? ` ${plain}` : plain
}
