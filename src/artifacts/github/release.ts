import { PublishError } from '../../errors.ts'
import { type AssetRecord, assetRecord } from './asset-record.ts'
import type { GitHubRepository } from './client.ts'
import { PERMISSIONS, githubError, seenIn } from './failures.ts'

const PER_PAGE = 100

/** A release as far as it matters here. */
interface Release {
  readonly id: number
  readonly isDraft: boolean
}

/**
 * The release of a tag: the published one, else the draft.
 *
 * @throws PublishError `INPUT` where there is none, or where several drafts have the tag; as githubError
 */
export async function findRelease(tag: string, github: GitHubRepository): Promise<Release> {
  const published = await publishedRelease(tag, github)
  if (published !== undefined) return published
  const releases = await allReleases(github)
  const [found, second] = releases.filter(({ tagName }) => tagName === tag)
  if (second !== undefined) {
    throw new PublishError(
      'INPUT',
      `${github.owner}/${github.repo} has several drafts of the release ${tag}: delete all but one, or publish one.`,
    )
  }
  if (found !== undefined) return found
  throw noRelease(
    tag,
    releases.map(({ tagName }) => tagName),
    github,
  )
}

async function publishedRelease(tag: string, github: GitHubRepository): Promise<Release | undefined> {
  const { octokit, owner, repo } = github
  try {
    const { data } = await octokit.rest.repos.getReleaseByTag({ owner, repo, tag })
    return { id: data.id, isDraft: data.draft }
  } catch (error) {
    if (seenIn(error).status === 404) return undefined
    throw githubError(error, `the release ${tag} of ${owner}/${repo}`, 'It is gone.')
  }
}

/** Drafts are not found by their tag, only in the list, and there only by those who may write. */
async function allReleases(github: GitHubRepository) {
  const { octokit, owner, repo } = github
  const { listReleases } = octokit.rest.repos
  try {
    const releases = await octokit.paginate(listReleases, { owner, repo, per_page: PER_PAGE })
    return releases.map(({ id, draft, tag_name: tagName }) => ({ id, isDraft: draft, tagName }))
  } catch (error) {
    throw githubError(
      error,
      `the releases of ${owner}/${repo}`,
      `Such a repository does not exist, or github-token is not allowed to see it. ${PERMISSIONS}`,
    )
  }
}

function noRelease(tag: string, others: readonly string[], { owner, repo }: GitHubRepository): PublishError {
  const bare = tag.replace(/^v/, '')
  const near = others.find((other) => other.replace(/^v/, '') === bare)
  const hint =
    near === undefined
      ? 'A tag alone is no release. Drafts are only seen by a token with `contents: write`.'
      : `There is one of the tag ${near}.`
  return new PublishError(
    'INPUT',
    `release-tag is ${JSON.stringify(tag)}, but ${owner}/${repo} has no release of this tag that github-token sees. ${hint}`,
  )
}

/**
 * All assets of a release. Those that the release itself brings along may not be all.
 *
 * @throws PublishError as githubError and assetRecord
 */
export async function listAssets(
  { id }: Release,
  tag: string,
  github: GitHubRepository,
): Promise<readonly AssetRecord[]> {
  const { octokit, owner, repo } = github
  const { listReleaseAssets } = octokit.rest.repos
  try {
    const parameters = { owner, repo, release_id: id, per_page: PER_PAGE }
    const assets = await octokit.paginate(listReleaseAssets, parameters)
    return assets.map(assetRecord)
  } catch (error) {
    const gone = `It is gone, or github-token is not allowed to see it. ${PERMISSIONS}`
    throw githubError(error, `the assets of the release ${tag} of ${owner}/${repo}`, gone)
  }
}
