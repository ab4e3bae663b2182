import { abreast } from '../abreast.ts'
import type { Content, Scratch } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { type LongWork, type Progress, watched } from '../report/progress.ts'
import { isAssetName, matchesAsset } from './asset-name.ts'
import type { FoundArtifact } from './found-artifact.ts'

/** The releases of a project. */
export interface Releases {
  /**
   * All assets of the release of a tag.
   *
   * @throws PublishError where there is no such release, or it cannot be read
   */
  assets(tag: string): Promise<readonly ReleaseAsset[]>
  /** The committer time of a tag's commit, in seconds since 1970; undefined where there is no such tag. */
  commitSeconds(tag: string): Promise<number | undefined>
}

/** A file of a release, as long as it is not downloaded. */
export interface ReleaseAsset {
  readonly name: string
  /** As the release says. */
  readonly sizeBytes: number
  /** @throws PublishError where its bytes cannot be had, or are not those that the release promises */
  download(scratch: Scratch): Promise<Content>
}

const NAMES_SHOWN = 10

/**
 * The assets of a release whose names match patterns, as they were uploaded or as GitHub has them: `*` and `?` are
 * wildcards, `!` takes out what patterns before it matched, `#` begins a comment. Without a pattern that takes something
 * in, all are meant.
 *
 * @param scratch keeps what is downloaded
 * @param watch is told how far that has come
 * @returns sorted by name, each once
 * @throws PublishError `INPUT` where a pattern matches nothing; as Releases and ReleaseAsset
 */
export async function findAssets(
  tag: string,
  patterns: readonly string[],
  releases: Releases,
  scratch: Scratch,
  watch: (work: LongWork) => Progress,
): Promise<readonly FoundArtifact[]> {
  const assets = (await releases.assets(tag)).toSorted((left, right) => (left.name < right.name ? -1 : 1))
  if (assets.length === 0) {
    throw new PublishError('INPUT', `The release ${tag} has no assets: upload them before this step runs.`)
  }
  for (const { name } of assets) assertPlain(name, tag)
  const literal = matched(patterns, assets, tag)
  const chosen = assets.filter(({ name }) => literal.has(name))
  const sizeBytes = chosen.reduce((sum, asset) => sum + asset.sizeBytes, 0)
  const said = watch({ title: 'Downloading assets', count: chosen.length, sizeBytes })
  return abreast(chosen, LIMITS.parallelPackages, async (asset) => {
    const content = await asset.download((chunks) => scratch(watched(chunks, said.moved)))
    said.finished()
    const { name } = asset
    return { source: sourceOf(name, tag), fileName: name, content, isLiteral: literal.get(name) === true }
  })
}

/** How messages name an asset. */
export function sourceOf(name: string, tag: string): string {
  return `asset ${name} of ${tag}`
}

/** Names that match, and whether a pattern is the name itself. */
function matched(
  patterns: readonly string[],
  assets: readonly ReleaseAsset[],
  tag: string,
): ReadonlyMap<string, boolean> {
  const used = patterns.filter((pattern) => !pattern.startsWith('#'))
  const all = used.every(isExclusion) ? ['*', ...used] : used
  const literal = new Map<string, boolean>()
  for (const [position, pattern] of all.entries()) {
    if (isExclusion(pattern)) continue
    const later = all.slice(position + 1).filter(isExclusion)
    const excluded = later.map((exclusion) => exclusion.slice(1).trim())
    const names = assets.map(({ name }) => name).filter((name) => matchesAsset(pattern, name))
    const left = names.filter((name) => !excluded.some((exclusion) => matchesAsset(exclusion, name)))
    if (left.length === 0) throw nothingMatched(pattern, names, assets, tag)
    for (const name of left) literal.set(name, isAssetName(pattern, name) || literal.get(name) === true)
  }
  return literal
}

function isExclusion(pattern: string): boolean {
  return pattern.startsWith('!')
}

/** A line break in a log could speak to the runner. */
function assertPlain(name: string, tag: string): void {
  if (!/\p{Cc}/u.test(name)) return
  throw new PublishError(
    'ARTIFACT',
    `The name ${JSON.stringify(name)} of an asset of ${tag} has control characters; rename it.`,
  )
}

function nothingMatched(
  pattern: string,
  excluded: readonly string[],
  assets: readonly ReleaseAsset[],
  tag: string,
): PublishError {
  const shown = assets.slice(0, NAMES_SHOWN).map(({ name }) => name)
  const rest = assets.length > NAMES_SHOWN ? ` and ${assets.length - NAMES_SHOWN} more` : ''
  const hint = pattern.includes('/')
    ? ' With release-tag, artifacts are names of assets, without folders.'
    : /[[{]/.test(pattern)
      ? ' Only * and ? are wildcards here.'
      : /[^\w.*?-]/.test(pattern)
        ? ' It was also looked for with the dots that GitHub writes for ~, + and spaces.'
        : ''
  const seen = `artifacts: the pattern ${JSON.stringify(pattern)} matches no asset of ${tag}`
  return new PublishError(
    'INPUT',
    excluded.length > 0
      ? `${seen} that a later pattern does not take out.`
      : `${seen}, which has ${shown.join(', ')}${rest}.${hint}`,
  )
}
