import { githubProject } from '../artifacts/github/project.ts'
import { githubReleases } from '../artifacts/github/releases.ts'
import type { Releases } from '../artifacts/release-assets.ts'
import { systemClock } from '../clock.ts'
import type { Scratch } from '../content.ts'
import type { ProjectEvent } from '../event.ts'
import type { InputTexts } from '../inputs.ts'
import type { PackagingRequest } from '../request/packaging.ts'
import { type Request, packagingOf } from '../request/request.ts'
import { sourceDate } from '../source-date.ts'
import type { World } from '../world.ts'
import type { Keys } from './keys.ts'
import type { Surroundings } from './surroundings.ts'

/** All of the outside that a run touches, but for the store. */
export async function openWorld(
  texts: InputTexts,
  request: Request,
  event: ProjectEvent,
  surroundings: Surroundings,
  keys: Keys,
): Promise<World> {
  const { env, log, signal, clock = systemClock } = surroundings
  const github = { token: texts['github-token'], env, clock, log, signal }
  const releases = githubReleases(github)
  const project = githubProject(event, github)
  const timeSeconds = await timeOf(packagingOf(request), event, surroundings, releases)
  const scratch = cancellable(surroundings.scratch, signal)
  return { ...surroundings, ...keys, scratch, releases, project, timeSeconds, clock }
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
  request: PackagingRequest | undefined,
  event: ProjectEvent,
  { env, cwd }: Surroundings,
  releases: Releases,
): Promise<number> {
  const tag = request?.releaseTag
  const elsewhere = async () => (tag === undefined ? undefined : releases.commitSeconds(tag))
  return sourceDate(env['SOURCE_DATE_EPOCH'], tagsOf(request, event), cwd, elsewhere)
}

/** Names under which the version may be tagged; a release has one, whatever the run is for. */
function tagsOf(request: PackagingRequest | undefined, { tag }: ProjectEvent): readonly string[] {
  if (request === undefined) return []
  const { version, releaseTag } = request
  if (releaseTag !== undefined) return [releaseTag]
  const versions = version === undefined ? [] : [`v${version}`, version]
  return tag === undefined ? versions : [tag, ...versions]
}
