import { PublishError } from '../errors.ts'
import type { ProjectEvent } from '../event.ts'
import { type InputTexts, listOf } from '../inputs.ts'
import { ARCHITECTURES, type Architecture } from '../recipe/architecture.ts'
import type { RequestedPackage } from '../recipe/describe.ts'
import { assertOneLine, choices, required } from './checks.ts'

export type FormatName = 'deb' | 'rpm'

/** Which packages a run makes, and from what. */
export interface PackagingRequest extends RequestedPackage {
  /** Globs of files; with a release, patterns of the names of its assets. */
  readonly artifacts: readonly string[]
  /** The GitHub release whose assets are the artifacts. */
  readonly releaseTag: string | undefined
  /** The configurations to build from, in place of artifacts. */
  readonly config: ConfigRequest | undefined
  readonly formats: readonly FormatName[]
  /** Of all executables among the artifacts, in place of what their headers say. */
  readonly arch: Architecture | undefined
  readonly signPackages: boolean
  readonly outputDirectory: string | undefined
}

/** Configurations in the form of nFPM. */
export interface ConfigRequest {
  /** Paths or globs. */
  readonly files: readonly string[]
  /** Each is built; empty: what the configurations say. */
  readonly architectures: readonly Architecture[]
  /** The input version, where it is given. */
  readonly askedVersion: string | undefined
}

/** @throws PublishError `INPUT` that names the input and what it can be */
export function packagingRequest(texts: InputTexts, event: ProjectEvent): PackagingRequest {
  const { owner } = event
  for (const name of ['maintainer', 'homepage', 'license', 'release-tag'] as const)
    assertOneLine(name, texts[name])
  const releaseTag = texts['release-tag'] || undefined
  const artifacts = listOf(texts.artifacts)
  const config = configRequest(texts)
  const isElsewhere = releaseTag !== undefined || config !== undefined
  return {
    artifacts: isElsewhere ? artifacts : required('artifacts', artifacts),
    releaseTag,
    config,
    formats: required('formats', choices('formats', texts.formats, ['deb', 'rpm'])),
    arch: config === undefined ? architecture(texts.arch) : undefined,
    name: texts.name || event.repository,
    version: (texts.version || releaseTag || event.tag)?.replace(/^v(?=\d)/, ''),
    release: texts.release || undefined,
    maintainer: texts.maintainer || (owner && `${owner} <${owner}@users.noreply.github.com>`),
    description: texts.description.replace(/\r\n?/g, '\n') || undefined,
    homepage: texts.homepage || undefined,
    license: texts.license || undefined,
    depends: listOf(texts.depends),
    signPackages: texts['sign-packages'] === 'true',
    outputDirectory: texts['output-directory'] || undefined,
  }
}

function configRequest(texts: InputTexts): ConfigRequest | undefined {
  const files = listOf(texts.config)
  if (files.length === 0) return undefined
  for (const name of ['artifacts', 'release-tag'] as const) {
    if (texts[name] === '') continue
    throw new PublishError(
      'INPUT',
      `config and ${name} are both set: packages are built from the one or come from the other; use a step for each`,
    )
  }
  const architectures = choices('arch', texts.arch, ARCHITECTURES)
  return { files, architectures, askedVersion: texts.version.replace(/^v(?=\d)/, '') || undefined }
}

function architecture(text: string): Architecture | undefined {
  const [first, second] = choices('arch', text, ARCHITECTURES)
  if (second !== undefined) {
    throw new PublishError(
      'INPUT',
      `arch has several architectures; with artifacts it says which one all of them are, so give one, or none to read it from their ELF headers`,
    )
  }
  if (first === 'all') {
    throw new PublishError(
      'INPUT',
      'arch is all, but executables are for one architecture: give that, or none to read it from their ELF headers',
    )
  }
  return first
}
