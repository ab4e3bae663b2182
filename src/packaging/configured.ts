import { findArtifacts } from '../artifacts/globs.ts'
import { linkedEntries } from '../artifacts/linked-entries.ts'
import { systemClock } from '../clock.ts'
import { type Content, bytesOf } from '../content.ts'
import { signConfiguredDeb } from './deb-signing.ts'
import { PublishError, placeText } from '../errors.ts'
import { isSecretVariable } from '../inputs.ts'
import { LIMITS } from '../limits.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import { type ConfiguredPackage, configuredPackages } from '../recipe/config/configured.ts'
import { assertOneArmhf } from '../recipe/config/one-armhf.ts'
import type { Variables } from '../recipe/config/expansion.ts'
import { decoded } from '../recipe/config/text-file.ts'
import type { VariableSources } from '../recipe/config/variables.ts'
import type { PackagedEntry } from '../recipe/description.ts'
import { offeredLinks } from '../recipe/dynamic-links.ts'
import type { Project } from '../recipe/project.ts'
import type { Log } from '../report/log.ts'
import type { ConfigRequest, PackagingRequest } from '../request/packaging.ts'
import { signConfiguredRpm } from './rpm-signing.ts'
import { isPassphraseVariable } from './signing-key.ts'
import { fileSources } from './source-files.ts'

interface ConfiguringWorld {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeSeconds: number
  readonly log: Log
  readonly project: Project
  /** Undefined where the run builds and checks only: it has no keys of anybody's. */
  readonly keys: object | undefined
  readonly trust: readonly TrustedKey[]
}

/** A package to build, and what is done to it when it is built. */
export interface ConfiguredJob extends ConfiguredPackage {
  readonly finish: (built: Content) => Promise<Content>
}

/**
 * The packages that the configurations of a request describe; what they say without effect is told.
 *
 * @throws PublishError `INPUT` with the places of what is wrong
 */
export async function describeConfigured(
  request: PackagingRequest,
  config: ConfigRequest,
  world: ConfiguringWorld,
): Promise<readonly ConfiguredJob[]> {
  const files = await findArtifacts(config.files, world.cwd, 'config')
  const by = {
    ...request,
    ...config,
    defaults: request,
    project: world.project,
    variables: variableSources(request, config, world.env),
    timeSeconds: world.timeSeconds,
  }
  const packages: ConfiguredPackage[] = []
  for (const { source, content } of files) {
    const text = decoded(await bytesOf(content, LIMITS.configurationBytes, source), source)
    const described = await configuredPackages(text, source, by, fileSources(world.cwd))
    for (const { message, place } of described.notes)
      world.log.notice(`${placeText(place)}: ${message}`, place)
    packages.push(...described.packages)
  }
  assertOneArmhf(packages.filter(({ format }) => format === 'deb'))
  return Promise.all(
    packages.map(async (pkg) => ({ ...(await linkedPackage(pkg, world)), finish: finishing(pkg, world) })),
  )
}

/**
 * Where its author does not say what it depends on, its programs and libraries do; what its libraries are to others only
 * they say.
 */
async function linkedPackage(pkg: ConfiguredPackage, { log }: ConfiguringWorld): Promise<ConfiguredPackage> {
  const { description, file, saysDepends } = pkg
  const { entries, unreadable } = await linkedEntries(description.entries)
  if (saysDepends) return { ...pkg, description: { ...description, entries: entries.map(offeredEntry) } }
  for (const { reason } of unreadable) log.notice(`${file}: ${reason} Nothing is known of what it needs.`)
  return { ...pkg, description: { ...description, entries } }
}

function offeredEntry(entry: PackagedEntry): PackagedEntry {
  if (entry.type !== 'file') return entry
  const { links, interpreters: _, ...file } = entry
  const offered = links === undefined ? undefined : offeredLinks(links)
  return offered === undefined ? file : { ...file, links: offered }
}

function finishing(
  { signature, description }: ConfiguredPackage,
  world: ConfiguringWorld,
): ConfiguredJob['finish'] {
  if (signature === undefined || world.keys === undefined) return (built) => Promise.resolve(built)
  const { env, cwd, trust } = world
  const signing = { env, sources: fileSources(cwd), now: new Date(systemClock.now()) }
  return signature.format === 'deb'
    ? (built) => signConfiguredDeb(built, signature, description.timeSeconds, signing)
    : (built) => signConfiguredRpm(built, signature, trust, signing)
}

/** What users of nFPM and GoReleaser write: `${VERSION}`, `${SEMVER}`, `${ARCH}`, `${GOARCH}`. */
function variableSources(
  { name, version, release }: PackagingRequest,
  { askedVersion }: ConfigRequest,
  env: ConfiguringWorld['env'],
): VariableSources {
  return {
    asked: { VERSION: askedVersion, SEMVER: askedVersion },
    environment: withoutSecrets(env),
    known: { NAME: name, VERSION: version, SEMVER: version, RELEASE: release, GOOS: 'linux' },
  }
}

/** What is put into a package is published. */
function withoutSecrets(env: ConfiguringWorld['env']): Variables {
  return (name) => {
    if (!isSecretVariable(name) && !isPassphraseVariable(name)) return env[name]
    throw new PublishError('INPUT', `the variable ${name} is a secret, and would be published; name another`)
  }
}
