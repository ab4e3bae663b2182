import { contentOf, joined } from '../content.ts'
import type { Content, Scratch } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { isaOf, rpmArchitecture } from './architecture.ts'
import { dependencyTags, parseDependency, rpmlibFeatures } from './dependency.ts'
import type { Dependency } from './dependency.ts'
import { elfDependencies } from './elf-dependencies.ts'
import { LARGE_FILE_BYTES, fileTags, sortedFiles } from './files.ts'
import { SENSE } from './flags.ts'
import { encodeHeader, entryOf, headerSize } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { encodeLead } from './lead.ts'
import { checkNvra } from './nevra.ts'
import type { Nvra } from './nevra.ts'
import { PAYLOAD_COMPRESSION, buildPayload, payloadForm } from './payload.ts'
import type { Payload } from './payload.ts'
import { interpretersOf, scriptletTags, scriptlets } from './scripts.ts'
import { digestEntries, signatureHeader } from './signature.ts'
import { TAGS } from './tags.ts'
import { rpmVersion } from './version.ts'

/** In place of what would tell builds apart. */
const BUILD_HOST = 'reproducible'
/** The rpm whose packages ours are like; readers ask for nothing but that it is not ancient. */
const RPM_VERSION = '4.18.0'
/** `PGPHASHALGO_SHA256`. */
const SHA256 = 8
const DAY_SECONDS = 86_400
const TIME_LIMIT_SECONDS = 2 ** 32

/**
 * Builds an unsigned binary package of rpm's format 4, which every rpm from EL 7 on reads. The same description
 * gives the same bytes.
 *
 * @param scratch holds the compressed payload
 * @throws PublishError `PACKAGE` where the description has what an rpm cannot, `LIMIT` where rpm takes no more,
 *   `ARTIFACT` where a file changed meanwhile
 */
export async function buildRpm(description: PackageDescription, scratch: Scratch): Promise<Content> {
  checkDescription(description)
  const nvra = nvraOf(description)
  const files = sortedFiles(description.entries)
  const preamble = [
    ...identityTags(description, nvra),
    ...relationTags(description, nvra, files),
    ...scriptletTags(scriptlets(description.scripts)),
  ]
  const payload = await buildPayload(files, description.timeSeconds, scratch)
  const details = [
    sizeTag(files),
    ...fileTags(files, payload.fileDigests, description.timeSeconds),
    ...payloadTags(payload),
  ]
  const header = encodeHeader([...preamble, ...details], 'main')
  headerSize(header, 'main', description.name)
  const signature = signatureHeader(await digestEntries(header, payload.content, payload.unpacked.sizeBytes))
  const lead = encodeLead(`${nvra.name}-${nvra.version}-${nvra.release}`)
  return joined([contentOf(Buffer.concat([lead, signature, header])), payload.content])
}

/** What the package will be called. */
function nvraOf(description: PackageDescription): Nvra {
  const nvra = { name: description.name, ...rpmVersion(description), arch: rpmArchitecture(description.arch) }
  checkNvra(nvra, 'the description')
  return nvra
}

function identityTags(description: PackageDescription, nvra: Nvra): readonly HeaderEntry[] {
  const { description: text, maintainer, homepage, license, timeSeconds } = description
  const [summary = '', ...rest] = text.trim().split('\n')
  return [
    entryOf(TAGS.HEADERI18NTABLE, ['C']),
    entryOf(TAGS.NAME, nvra.name),
    entryOf(TAGS.VERSION, nvra.version),
    entryOf(TAGS.RELEASE, nvra.release),
    entryOf(TAGS.SUMMARY, summary.trim()),
    entryOf(TAGS.DESCRIPTION, rest.join('\n').trim() || summary.trim()),
    entryOf(TAGS.BUILDTIME, [timeSeconds]),
    entryOf(TAGS.BUILDHOST, BUILD_HOST),
    entryOf(TAGS.LICENSE, license),
    entryOf(TAGS.PACKAGER, maintainer),
    entryOf(TAGS.GROUP, 'Unspecified'),
    ...(homepage === undefined ? [] : [entryOf(TAGS.URL, homepage)]),
    entryOf(TAGS.OS, 'linux'),
    entryOf(TAGS.ARCH, nvra.arch),
    // Old rpms and tools take a package without it for a source package.
    entryOf(TAGS.SOURCERPM, `${nvra.name}-${nvra.version}-${nvra.release}.src.rpm`),
    entryOf(TAGS.RPMVERSION, RPM_VERSION),
    // rpm dates every change at noon UTC: build/parseChangelog.c.
    entryOf(TAGS.CHANGELOGTIME, [timeSeconds - (timeSeconds % DAY_SECONDS) + DAY_SECONDS / 2]),
    entryOf(TAGS.CHANGELOGNAME, [`${maintainer} - ${nvra.version}-${nvra.release}`]),
    entryOf(TAGS.CHANGELOGTEXT, [`- Version ${description.version}`]),
    entryOf(TAGS.ENCODING, 'utf-8'),
  ]
}

function relationTags(
  { arch, depends, scripts }: PackageDescription,
  { name, version, release }: Nvra,
  files: readonly PackagedEntry[],
): readonly HeaderEntry[] {
  const isa = isaOf(arch)
  const names = isa === undefined ? [name] : [name, `${name}(${isa})`]
  const evr = `${version}-${release}`
  const elf = elfDependencies(files)
  const provides = [
    ...names.map((provided) => ({ name: provided, flags: SENSE.EQUAL, version: evr })),
    ...elf.provides,
  ]
  const run = scriptlets(scripts)
  const required: Dependency[] = [...depends.map(parseDependency), ...interpretersOf(run), ...elf.requires]
  const features = rpmlibFeatures([...provides, ...required], {
    hasFiles: files.length > 0,
    hasLargeFiles: payloadForm(files) === 'stripped',
    hasScriptArguments: run.some(({ interpreter }) => interpreter.length > 1),
  })
  return [...dependencyTags('provide', provides), ...dependencyTags('require', [...required, ...features])]
}

function sizeTag(files: readonly PackagedEntry[]): HeaderEntry {
  const size = files.reduce((sum, entry) => sum + (entry.type === 'file' ? entry.content.sizeBytes : 0), 0)
  return entryOf(size >= LARGE_FILE_BYTES ? TAGS.LONGSIZE : TAGS.SIZE, [size])
}

function payloadTags({ sha256, unpacked }: Payload): readonly HeaderEntry[] {
  return [
    entryOf(TAGS.PAYLOADFORMAT, 'cpio'),
    entryOf(TAGS.PAYLOADCOMPRESSOR, PAYLOAD_COMPRESSION.name),
    entryOf(TAGS.PAYLOADFLAGS, `${PAYLOAD_COMPRESSION.level}`),
    entryOf(TAGS.PAYLOADDIGEST, [sha256]),
    entryOf(TAGS.PAYLOADDIGESTALGO, [SHA256]),
    entryOf(TAGS.PAYLOADDIGESTALT, [unpacked.sha256]),
  ]
}

function checkDescription(description: PackageDescription): void {
  checkText('description', description.description, /[^\P{Cc}\n\t]/u)
  for (const field of ['maintainer', 'license', 'homepage'] as const) {
    const text = description[field]
    if (text !== undefined) checkText(field, text, /\p{Cc}/u)
  }
  const { timeSeconds } = description
  if (!Number.isInteger(timeSeconds) || timeSeconds < 0 || timeSeconds >= TIME_LIMIT_SECONDS) {
    throw new PublishError(
      'PACKAGE',
      `the package's time is ${timeSeconds}; an rpm holds 0 to 2^32 - 1 seconds`,
    )
  }
}

function checkText(field: string, text: string, forbidden: RegExp): void {
  if (text.trim() === '') throw new PublishError('PACKAGE', `${field}: is empty, and an rpm must have one`)
  if (!text.isWellFormed() || forbidden.test(text)) {
    throw new PublishError('PACKAGE', `${field}: ${JSON.stringify(text)} contains what is no text; remove it`)
  }
}
