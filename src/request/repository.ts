import { PublishError } from '../errors.ts'
import type { ProjectEvent } from '../event.ts'
import { type InputTexts, listOf } from '../inputs.ts'
import { LIMITS } from '../limits.ts'
import { assertOneLine, assertWords, required, wholeNumber } from './checks.ts'
import { aptRoot, publicUrl, rpmPath } from './paths.ts'

const CHANNEL = /^[A-Za-z0-9][A-Za-z0-9.~-]*$/

/** Which repositories a run is about, where they lie, and what they say of themselves. */
export interface RepositoryRequest {
  readonly repositoryName: string
  readonly publicUrl: string | undefined
  readonly channels: readonly string[]
  readonly component: string
  readonly origin: string
  readonly label: string
  readonly given: { readonly origin: boolean; readonly label: boolean }
  /** Of the apt repository; empty or ending in a slash. */
  readonly aptRoot: string
  readonly rpmPath: string
  readonly adoptUnsigned: boolean
  /** How long what was superseded stays readable. */
  readonly graceDays: number
  /** Write what is for people and for their machines' configuration: the page, .sources, .repo, install.sh, the badge. */
  readonly pages: boolean
  /** Container images in which what a run published is installed. */
  readonly checkInstall: readonly string[]
  readonly jobSummary: boolean
  readonly dryRun: boolean
}

/** @throws PublishError `INPUT` that names the input and what it can be */
export function repositoryRequest(texts: InputTexts, event: ProjectEvent): RepositoryRequest {
  const repositoryName = texts['repository-name'] || event.repository || texts.name || 'packages'
  const channels = listOf(texts.channels)
  assertChannels('channels', channels)
  assertRepositoryName(repositoryName, texts['repository-name'] !== '')
  assertWords('component', [texts.component], /^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  for (const name of ['origin', 'label'] as const) assertOneLine(name, texts[name])
  return {
    repositoryName,
    publicUrl: publicUrl(texts['public-url']),
    channels: required('channels', channels),
    component: texts.component,
    origin: texts.origin || repositoryName,
    label: texts.label || repositoryName,
    given: { origin: texts.origin !== '', label: texts.label !== '' },
    aptRoot: aptRoot(texts['apt-path']),
    rpmPath: rpmPath(texts['rpm-path'], channels),
    adoptUnsigned: texts['adopt-unsigned'] === 'true',
    graceDays: wholeNumber('grace-days', texts['grace-days'], LIMITS.leastGraceDays),
    pages: texts.pages === 'true',
    checkInstall: images(texts['check-install']),
    jobSummary: texts['job-summary'] === 'true',
    dryRun: texts['dry-run'] === 'true',
  }
}

/** What a container engine takes for the name of an image (distribution/reference), and nothing that it takes for an option. */
const IMAGE = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}$/

function images(text: string): readonly string[] {
  const names = listOf(text)
  assertWords('check-install', names, IMAGE)
  return names
}

/** Another input may be what it comes from. */
function assertRepositoryName(name: string, isGiven: boolean): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return
  throw new PublishError(
    'INPUT',
    `repository-name ${isGiven ? 'is' : 'is not set, and would be'} ${JSON.stringify(name)}; it must be letters, digits and . _ -, ` +
      'the first a letter or a digit',
  )
}

export function assertChannels(name: 'channels' | 'from-channel', channels: readonly string[]): void {
  assertWords(name, channels, CHANNEL)
}
