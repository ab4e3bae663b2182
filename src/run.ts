import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { githubReleases } from './artifacts/github/releases.ts'
import type { Releases } from './artifacts/release-assets.ts'
import { systemClock } from './clock.ts'
import { type PublishReport, buildOnly, publish } from './commands/publish.ts'
import type { Scratch } from './content.ts'
import { PublishError } from './errors.ts'
import type { ProjectEvent } from './event.ts'
import type { InputTexts } from './inputs.ts'
import { LIMITS } from './limits.ts'
import { type SigningKeys, readSigningKeys } from './openpgp/signing-keys.ts'
import { type TrustedKey, readTrustedKeys, trustOf } from './openpgp/trust.ts'
import type { Log } from './report/log.ts'
import { type PublishRequest, publishRequest } from './request/request.ts'
import { sourceDate } from './source-date.ts'
import { checkConditions } from './store/conditions.ts'
import { boundedStore } from './store/bounded.ts'
import { type Counts, NO_REQUESTS, countingStore } from './store/counting.ts'
import { type Location, locationOf } from './store/location.ts'
import { openStore } from './store/open.ts'
import { planningStore } from './store/planning.ts'

/** The version of what is built and not published, where nothing else is known: a pull request has no tag. */
const UNRELEASED = '0.0.0'

/** Where a run happens: a runner, a terminal, a test. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly log: Log
  readonly scratch: Scratch
  readonly signal: AbortSignal
}

/** Everything that a run did, for outputs and for a person. */
export interface RunReport extends PublishReport {
  readonly request: PublishRequest
  readonly keyFingerprint: string
  readonly baseUrl: string | undefined
  readonly counts: Counts
}

/** Carries out what the inputs ask for. */
export async function run(
  texts: InputTexts,
  event: ProjectEvent,
  surroundings: Surroundings,
): Promise<RunReport> {
  const { env, cwd, log } = surroundings
  const request = publishRequest(texts, event)
  if (request.outputDirectory !== undefined) await makeFolder(resolve(cwd, request.outputDirectory))
  const { keys, trust } = await readKeys(texts, log)
  const releases = githubReleases({
    token: texts['github-token'],
    env,
    clock: systemClock,
    log,
    signal: surroundings.signal,
  })
  const timeSeconds = await timeOf(request, event, surroundings, releases)
  const scratch = cancellable(surroundings.scratch, surroundings.signal)
  const world = { ...surroundings, scratch, releases, keys, trust, timeSeconds, clock: systemClock }
  if (keys === undefined) {
    assertMayGoWithoutKey(request, event, log)
    const report = await buildOnly({ ...request, version: request.version ?? UNRELEASED }, world)
    return { ...report, request, keyFingerprint: '', baseUrl: undefined, counts: NO_REQUESTS }
  }
  const location = inFolder(locationOf(texts, env), cwd)
  const baseUrl = request.publicUrl ?? directoryUrl(location)
  const opened = boundedStore(await openStore(location, systemClock), LIMITS.parallelRequests)
  const store = countingStore(request.dryRun ? planningStore(opened) : opened)
  // Not through the counting store: what it writes to try the store is no upload of anybody's.
  const checkStore = async () => {
    if (!request.dryRun) await checkConditions(opened, randomBytes(8).toString('hex'), systemClock)
  }
  const report = await publish(request, { ...world, keys, store, baseUrl, checkStore })
  return { ...report, request, keyFingerprint: keys.fingerprint, baseUrl, counts: store.counts() }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PublishError('INPUT', `output-directory cannot be made: ${reason}`, { cause })
  }
}

/** A scratch that ends with the run: building stops where it stands. */
function cancellable(scratch: Scratch, signal: AbortSignal): Scratch {
  async function* watched(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      signal.throwIfAborted()
      yield chunk
    }
  }
  return (chunks) => scratch(watched(chunks))
}

/** The time of everything inside a package. A clone need not have the tag of the release. */
function timeOf(
  request: PublishRequest,
  event: ProjectEvent,
  { env, cwd }: Surroundings,
  releases: Releases,
): Promise<number> {
  const { releaseTag } = request
  const elsewhere = async () => (releaseTag === undefined ? undefined : releases.commitSeconds(releaseTag))
  return sourceDate(env['SOURCE_DATE_EPOCH'], tagsOf(request, event), cwd, elsewhere)
}

/** Names under which the version may be tagged; a release has one, whatever the run is for. */
function tagsOf({ version, releaseTag }: PublishRequest, { tag }: ProjectEvent): readonly string[] {
  if (releaseTag !== undefined) return [releaseTag]
  const versions = version === undefined ? [] : [`v${version}`, version]
  return tag === undefined ? versions : [tag, ...versions]
}

async function readKeys(
  texts: InputTexts,
  log: Log,
): Promise<{ keys: SigningKeys | undefined; trust: readonly TrustedKey[] }> {
  const now = new Date(systemClock.now())
  const trusted = texts['trusted-keys'] === '' ? [] : await readTrustedKeys(texts['trusted-keys'], now)
  if (texts['gpg-private-key'] === '') return { keys: undefined, trust: trusted }
  const keys = await readSigningKeys(texts['gpg-private-key'], texts['gpg-passphrase'] || undefined, now)
  for (const warning of keys.warnings) log.warning(warning)
  return { keys, trust: [...trustOf(keys), ...trusted] }
}

/** Without a key nothing can be published: that is right only where nobody expects it. */
function assertMayGoWithoutKey(request: PublishRequest, event: ProjectEvent, log: Log): void {
  const why = event.isPullRequestFromFork
    ? 'a pull request from a fork gets no secrets'
    : request.dryRun
      ? 'this is a dry run without gpg-private-key'
      : undefined
  if (why === undefined) {
    throw new PublishError(
      'INPUT',
      'gpg-private-key is required to publish: put an armored OpenPGP private key into a secret, and that into this input',
    )
  }
  log.notice(`Nothing is published: ${why}. Packages are built and checked.`)
}

/** A directory is meant from where the artifacts are. */
function inFolder(location: Location, cwd: string): Location {
  return location.kind === 'directory' ? { ...location, path: resolve(cwd, location.path) } : location
}

/** A directory is its own web server, to those who can see it. */
function directoryUrl(location: Location): string | undefined {
  return location.kind === 'directory' ? pathToFileURL(location.path).href.replace(/\/+$/, '') : undefined
}
