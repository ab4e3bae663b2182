import type { GitHubRepository } from './client.ts'
import { PERMISSIONS, githubError, seenIn } from './failures.ts'

/**
 * The committer time of a tag's commit, in seconds since 1970; undefined where there is no such tag, as there need not
 * be for a draft.
 *
 * @throws PublishError as githubError
 */
export async function commitSeconds(tag: string, github: GitHubRepository): Promise<number | undefined> {
  const { octokit, owner, repo } = github
  try {
    // One file of the commit's list, which nobody looks at here.
    const parameters = { owner, repo, ref: `tags/${tag}`, per_page: 1 }
    const { data } = await octokit.rest.repos.getCommit(parameters)
    const milliseconds = Date.parse(data.commit.committer?.date ?? '')
    return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1_000)
  } catch (error) {
    const { status } = seenIn(error)
    if (status === 404 || status === 422) return undefined
    throw githubError(error, `the commit of the tag ${tag} of ${owner}/${repo}`, PERMISSIONS)
  }
}
