import { PublishError } from '../../errors.ts'
import type { RpmPackage } from '../package.ts'
import { SIGNATURE_TAGS, TAGS } from '../tags.ts'
import type { Tag } from '../tags.ts'
import { parseDocument, printElement } from './element.ts'
import type { Attributes, Element } from './element.ts'
import { fileElement, isPrimary, listedFiles } from './files.ts'
import { indented, versionElement } from './package-tag.ts'
import { RELATION_KINDS, relationElements, relationsOf } from './relations.ts'
import { withoutControls } from './xml.ts'
import { quoted } from '../../words.ts'

/** What primary says of a package; epoch, version and release are those of `Evr`. */
export interface PrimaryFields {
  readonly name: string
  readonly arch: string
  readonly epoch: number
  readonly version: string
  readonly release: string
  /** The checksum of the package, which identifies it in all three indexes. */
  readonly pkgid: string
  /** `sha256`, or what a foreign repository has. */
  readonly checksumType: string
  /** As it stands: in a foreign repository it may be anything. */
  readonly href: string
  /** An `xml:base`, which some clients put before the href. */
  readonly base?: string
  readonly sizeBytes?: number
}

/**
 * The entry of a package in primary, ending in a newline, as createrepo_c prints it; `time/@file` is the build time,
 * for nothing is known of a file's own times in a bucket.
 *
 * @param href where the package lies, relative to the root of the repository
 * @throws PublishError `PACKAGE` for names and paths that XML cannot hold
 */
export function primaryEntry(pkg: RpmPackage, href: string): string {
  const lines = ['<format>', ...indented(formatElements(pkg)), '</format>']
  return [
    '<package type="rpm">',
    ...indented([...identityElements(pkg, href), ...lines]),
    '</package>',
    '',
  ].join('\n')
}

function identityElements(pkg: RpmPackage, href: string): readonly string[] {
  const { header, signatureHeader, source } = pkg
  const element = (name: string, attributes: Attributes, text?: string) =>
    printElement(name, attributes, text, source)
  const buildSeconds = header.number(TAGS.BUILDTIME) ?? 0
  const sizes = {
    package: pkg.content.sizeBytes,
    installed: header.number(TAGS.SIZE) ?? header.number(TAGS.LONGSIZE) ?? 0,
    archive:
      signatureHeader.number(SIGNATURE_TAGS.PAYLOADSIZE) ??
      signatureHeader.number(SIGNATURE_TAGS.LONGARCHIVESIZE) ??
      0,
  }
  return [
    element('name', {}, pkg.name),
    element('arch', {}, pkg.arch),
    versionElement(pkg),
    element('checksum', { type: 'sha256', pkgid: 'YES' }, pkg.sha256),
    proseElement(pkg, 'summary', TAGS.SUMMARY),
    proseElement(pkg, 'description', TAGS.DESCRIPTION),
    proseElement(pkg, 'packager', TAGS.PACKAGER),
    proseElement(pkg, 'url', TAGS.URL),
    element('time', { file: buildSeconds, build: buildSeconds }),
    element('size', sizes),
    element('location', { href }),
  ]
}

function formatElements(pkg: RpmPackage): readonly string[] {
  const { header, headerRange, source } = pkg
  const files = listedFiles(header)
  const relations = relationsOf(header, new Set(files.map(({ path }) => path)))
  return [
    proseElement(pkg, 'rpm:license', TAGS.LICENSE),
    proseElement(pkg, 'rpm:vendor', TAGS.VENDOR),
    proseElement(pkg, 'rpm:group', TAGS.GROUP),
    proseElement(pkg, 'rpm:buildhost', TAGS.BUILDHOST),
    proseElement(pkg, 'rpm:sourcerpm', TAGS.SOURCERPM),
    printElement('rpm:header-range', { start: headerRange.start, end: headerRange.end }, undefined, source),
    ...RELATION_KINDS.flatMap((kind) => relationElements(relations[kind], kind, source)),
    ...files.filter(({ path }) => isPrimary(path)).map((file) => fileElement(file, source)),
  ]
}

function proseElement({ header, source }: RpmPackage, name: string, tag: Tag): string {
  return printElement(name, {}, withoutControls(header.string(tag) ?? ''), source)
}

/** The largest part of an entry, and nothing of it is read. */
const FORMAT = '<format>'
const FORMAT_END = '</format>'

/**
 * Reads what identifies and locates the package of an entry.
 *
 * @param entry from its `<package ` to the end of its `</package>`
 * @throws PublishError `INTEGRITY` where something of that is missing, or there twice
 */
export function readPrimaryEntry(entry: Buffer, source: string): PrimaryFields {
  const children = childrenByName(parseDocument(withoutFormat(entry), source), source)
  const child = (name: string) => children.get(name) ?? missing(source, name)
  const attribute = (element: Element, name: string) =>
    element.attributes.get(name) ?? missing(source, `${element.name}/@${name}`)
  const [checksum, version, location] = [child('checksum'), child('version'), child('location')]
  const base = location.attributes.get('xml:base')
  const size = children.get('size')?.attributes.get('package')
  return {
    name: child('name').text,
    arch: child('arch').text,
    epoch: wholeNumber(version.attributes.get('epoch') || '0', source),
    version: attribute(version, 'ver'),
    release: attribute(version, 'rel'),
    pkgid: checksum.text,
    checksumType: attribute(checksum, 'type'),
    href: attribute(location, 'href'),
    ...(base === undefined ? {} : { base }),
    ...(size === undefined ? {} : { sizeBytes: wholeNumber(size, source) }),
  }
}

function withoutFormat(entry: Buffer): string {
  const start = entry.indexOf(FORMAT)
  const end = entry.indexOf(FORMAT_END, start)
  if (start < 0 || end < 0) return entry.toString('utf8')
  return entry.toString('utf8', 0, start) + entry.toString('utf8', end + FORMAT_END.length)
}

const READ = new Set(['name', 'arch', 'version', 'checksum', 'size', 'location'])

/** Of checksums the one that is the package's ID, of others the only one. */
function childrenByName({ children }: Element, source: string): ReadonlyMap<string, Element> {
  const byName = new Map<string, Element>()
  for (const child of children) {
    if (child.name === 'checksum' && child.attributes.get('pkgid') !== 'YES') continue
    if (READ.has(child.name) && byName.has(child.name)) {
      throw new PublishError('INTEGRITY', `${source} has a package with two elements ${child.name}`)
    }
    byName.set(child.name, child)
  }
  return byName
}

function wholeNumber(text: string, source: string): number {
  const number = Number(text)
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(number)) return number
  throw new PublishError('INTEGRITY', `${source} has ${quoted(text)} where a number should be`)
}

function missing(source: string, what: string): never {
  throw new PublishError('INTEGRITY', `${source} has a package without ${what}`)
}
