import { PublishError } from '../errors.ts'
import type { ProjectEvent } from '../event.ts'
import { type InputTexts, listOf } from '../inputs.ts'
import { required, wholeNumber } from './checks.ts'
import { type PackagingRequest, packagingRequest } from './packaging.ts'
import { type RepositoryRequest, assertChannels, repositoryRequest } from './repository.ts'
import { type PackagePattern, packagePatterns } from './selection.ts'

/** What becomes of a package that is published already with other content. */
export type IfExists = 'fail' | 'skip' | 'replace'

export interface PublishRequest extends RepositoryRequest, PackagingRequest {
  readonly command: 'publish'
  readonly ifExists: IfExists
  /** 0: all. */
  readonly keepVersions: number
  readonly keyringPackage: boolean
}

export interface RemoveRequest extends RepositoryRequest {
  readonly command: 'remove'
  readonly packages: readonly PackagePattern[]
}

export interface PromoteRequest extends RepositoryRequest {
  readonly command: 'promote'
  readonly fromChannel: string
  /** Empty: the newest version of each name. */
  readonly packages: readonly PackagePattern[]
  readonly ifExists: IfExists
}

export interface RepublishRequest extends RepositoryRequest {
  readonly command: 'republish'
  /** What goes into the channels as it lies in the store, where no head vouches for it. */
  readonly packages: readonly PackagePattern[]
  /** Asks for what only `publish` makes. */
  readonly keyringPackage: boolean
  /** The release whose assets are published again. */
  readonly release: PackagingRequest | undefined
  readonly ifExists: IfExists
}

export interface RollbackRequest extends RepositoryRequest {
  readonly command: 'rollback'
  /** IDs of earlier heads, each of another repository; undefined: the one before the current head, everywhere. */
  readonly to: readonly string[] | undefined
}

export interface VerifyRequest extends RepositoryRequest {
  readonly command: 'verify'
  readonly deep: boolean
}

/** What a run was asked to do: every input that its command reads, checked and in its own type. */
export type Request =
  PublishRequest | RemoveRequest | PromoteRequest | RepublishRequest | RollbackRequest | VerifyRequest

/** What a run makes packages from; only some commands make any. */
export function packagingOf(request: Request): PackagingRequest | undefined {
  if (request.command === 'publish') return request
  return request.command === 'republish' ? request.release : undefined
}

/** @throws PublishError `INPUT` that names the input and what it can be */
export function readRequest(texts: InputTexts, event: ProjectEvent): Request {
  const repository = repositoryRequest(texts, event)
  const packages = packagePatterns(listOf(texts.packages))
  const ifExists = texts['if-exists'] as IfExists
  const command = texts.command as Request['command']
  switch (command) {
    case 'publish':
      return publishRequest(texts, event)
    case 'remove':
      return { ...repository, command, packages: required('packages', packages) }
    case 'promote':
      return { ...repository, command, packages, ifExists, fromChannel: fromChannel(texts, repository) }
    case 'republish': {
      const release = texts['release-tag'] === '' ? undefined : packagingRequest(texts, event)
      const keyringPackage = texts['keyring-package'] === 'true'
      return { ...repository, command, packages, ifExists, keyringPackage, release }
    }
    case 'rollback':
      return { ...repository, command, to: headIds(texts.to) }
    case 'verify':
      return { ...repository, command, deep: texts.deep === 'true' }
  }
}

/** @throws PublishError `INPUT` that names the input and what it can be */
export function publishRequest(texts: InputTexts, event: ProjectEvent): PublishRequest {
  return {
    ...repositoryRequest(texts, event),
    ...packagingRequest(texts, event),
    command: 'publish',
    ifExists: texts['if-exists'] as IfExists,
    keepVersions: wholeNumber('keep-versions', texts['keep-versions'], 0),
    keyringPackage: texts['keyring-package'] === 'true',
  }
}

function fromChannel(texts: InputTexts, { channels, rpmPath }: RepositoryRequest): string {
  const [channel = ''] = required(
    'from-channel',
    [texts['from-channel']].filter((it) => it !== ''),
  )
  assertChannels('from-channel', [channel])
  if (channels.includes(channel)) {
    throw new PublishError(
      'INPUT',
      `from-channel is ${JSON.stringify(channel)}, which channels names too: a channel cannot be promoted into itself`,
    )
  }
  if (!rpmPath.includes('{channel}')) {
    throw new PublishError(
      'INPUT',
      `rpm-path is ${JSON.stringify(rpmPath)}, without {channel}: there is one rpm repository, and nothing to promote`,
    )
  }
  return channel
}

function headIds(text: string): readonly string[] | undefined {
  if (text === 'previous') return undefined
  const ids = required('to', listOf(text))
  const odd = ids.find((id) => !/^\d{1,12}-[0-9a-f]{16}$/.test(id))
  if (odd === undefined) return ids
  throw new PublishError(
    'INPUT',
    `to is ${JSON.stringify(odd)}; it must be previous, or an ID such as 1750000000-0123456789abcdef, as verify lists them`,
  )
}
