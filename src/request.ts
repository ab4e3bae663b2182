import { PublishError } from './errors.ts'
import type { ProjectEvent } from './event.ts'
import { type InputName, type InputTexts, listOf } from './inputs.ts'
import { ARCHITECTURES, type Architecture } from './recipe/architecture.ts'
import type { RequestedPackage } from './recipe/describe.ts'

export type FormatName = 'deb' | 'rpm'

/** What becomes of a package that is published already with other content. */
export type IfExists = 'fail' | 'skip' | 'replace'

/** What a publish was asked to do: every input, checked and in its own type. */
export interface PublishRequest extends RequestedPackage {
  readonly artifacts: readonly string[]
  readonly repositoryName: string
  readonly publicUrl: string | undefined
  readonly channels: readonly string[]
  readonly formats: readonly FormatName[]
  readonly arch: Architecture | undefined
  readonly component: string
  readonly origin: string
  readonly label: string
  readonly given: { readonly origin: boolean; readonly label: boolean }
  /** Of the apt repository; empty or ending in a slash. */
  readonly aptRoot: string
  readonly rpmPath: string
  readonly ifExists: IfExists
  readonly signPackages: boolean
  readonly outputDirectory: string | undefined
  readonly dryRun: boolean
}

/** @throws PublishError `INPUT` that names the input and what it can be */
export function publishRequest(texts: InputTexts, event: ProjectEvent): PublishRequest {
  const owner = event.owner
  const repositoryName = texts['repository-name'] || event.repository || texts.name || 'packages'
  const channels = listOf(texts.channels)
  assertWords('channels', channels, /^[A-Za-z0-9][A-Za-z0-9.~-]*$/)
  assertWords('repository-name', [repositoryName], /^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  assertWords('component', [texts.component], /^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  for (const name of ['origin', 'label', 'maintainer', 'homepage', 'license'] as const)
    assertOneLine(name, texts[name])
  return {
    artifacts: required('artifacts', listOf(texts.artifacts)),
    repositoryName,
    publicUrl: publicUrl(texts['public-url']),
    channels: required('channels', channels),
    formats: required('formats', choices('formats', texts.formats, ['deb', 'rpm'])),
    arch: architecture(texts.arch),
    name: texts.name || event.repository,
    version: (texts.version || event.tag)?.replace(/^v(?=\d)/, ''),
    release: texts.release || undefined,
    maintainer: texts.maintainer || (owner && `${owner} <${owner}@users.noreply.github.com>`),
    description: (texts.description || event.description)?.replace(/\r\n?/g, '\n'),
    homepage: texts.homepage || event.homepage,
    license: texts.license || event.license || 'Unspecified',
    depends: listOf(texts.depends),
    component: texts.component,
    origin: texts.origin || repositoryName,
    label: texts.label || repositoryName,
    given: { origin: texts.origin !== '', label: texts.label !== '' },
    aptRoot: aptRoot(texts['apt-path']),
    rpmPath: rpmPath(texts['rpm-path'], channels),
    ifExists: texts['if-exists'] as IfExists,
    signPackages: texts['sign-packages'] === 'true',
    outputDirectory: texts['output-directory'] || undefined,
    dryRun: texts['dry-run'] === 'true',
  }
}

function required<T>(name: InputName, items: readonly T[]): readonly T[] {
  if (items.length === 0)
    throw new PublishError(
      'INPUT',
      `${name} is required: set it in \`with:\`, or --${name} on the command line`,
    )
  return items
}

function choices<T extends string>(name: InputName, text: string, values: readonly T[]): readonly T[] {
  return [...new Set(listOf(text))].map((item) => {
    const value = values.find((it) => it === item)
    if (value === undefined)
      throw new PublishError('INPUT', `${name} has ${JSON.stringify(item)}; it can hold ${values.join(', ')}`)
    return value
  })
}

function assertWords(name: InputName, words: readonly string[], pattern: RegExp): void {
  const odd = words.find((word) => !pattern.test(word))
  if (odd !== undefined)
    throw new PublishError(
      'INPUT',
      `${name} has ${JSON.stringify(odd)}, which is not of the form ${pattern.source.slice(1, -1)}`,
    )
  const twice = words.find((word, position) => words.indexOf(word) !== position)
  if (twice !== undefined) throw new PublishError('INPUT', `${name} names ${JSON.stringify(twice)} twice`)
}

function assertOneLine(name: InputName, text: string): void {
  if (/\p{Cc}|[\u2028\u2029]/u.test(text))
    throw new PublishError('INPUT', `${name} must be one line of text, but reads ${JSON.stringify(text)}`)
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

function publicUrl(text: string): string | undefined {
  if (text === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  ) {
    throw new PublishError(
      'INPUT',
      `public-url is ${JSON.stringify(text)}; it must be an http or https URL such as https://packages.example.com`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** Folders become parts of keys and URLs: plain characters only, nothing that climbs. */
function folder(name: InputName, text: string): string {
  const trimmed = text.replace(/^\/+|\/+$/g, '')
  const parts = trimmed.split('/')
  if (
    !/^[A-Za-z0-9._~{}/-]*$/.test(trimmed) ||
    parts.some((part) => part === '..' || (part === '' && trimmed !== ''))
  ) {
    throw new PublishError(
      'INPUT',
      `${name} is ${JSON.stringify(text)}; it must be a relative path of letters, digits and . _ ~ -`,
    )
  }
  return parts.filter((part) => part !== '.' && part !== '').join('/')
}

function aptRoot(text: string): string {
  const path = folder('apt-path', text)
  if (/[{}]/.test(path))
    throw new PublishError(
      'INPUT',
      `apt-path is ${JSON.stringify(text)}; suites of all channels share it, so it takes no {channel} and no {arch}`,
    )
  return path === '' ? '' : `${path}/`
}

function rpmPath(text: string, channels: readonly string[]): string {
  const path = folder('rpm-path', text)
  const rest = path.replace('{channel}', '').replace('{arch}', '')
  if (/[{}]/.test(rest))
    throw new PublishError(
      'INPUT',
      `rpm-path is ${JSON.stringify(text)}; it may hold {channel} once and {arch} once`,
    )
  if (/\}\{/.test(path)) {
    throw new PublishError(
      'INPUT',
      `rpm-path is ${JSON.stringify(text)}; put a slash between {channel} and {arch}, or nobody can tell el9 of x86_64 from el of 9x86_64`,
    )
  }
  if (!path.includes('{channel}') && channels.length > 1) {
    throw new PublishError(
      'INPUT',
      `rpm-path is ${JSON.stringify(text)}, without {channel}, but channels names ${channels.length}: they would share one repository`,
    )
  }
  return path
}
