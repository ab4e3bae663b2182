import type { ProjectEvent } from '../../event.ts'
import type { Project } from '../../recipe/project.ts'
import { type GitHubAccess, openRepository } from './client.ts'
import { PERMISSIONS, githubError } from './failures.ts'
import { type RepositoryRecord, repositoryRecord } from './repository-record.ts'

const UNTOLD: RepositoryRecord = { description: undefined, homepage: undefined, license: undefined }

/**
 * What the repository that a run is for says of itself. The event of the run goes first: it says the same when the run
 * is repeated, so that the packages are the same. Only what it does not say is asked of GitHub, once.
 */
export function githubProject(
  { told = UNTOLD, page }: Pick<ProjectEvent, 'told' | 'page'>,
  access: GitHubAccess,
): Project {
  let asked: Promise<RepositoryRecord> | undefined
  return async (wanted) => {
    const isTold = wanted.every((fact) => told[fact] !== undefined)
    const { description, homepage, license } = isTold ? told : await (asked ??= ask(access))
    const facts = {
      description: told.description ?? description,
      homepage: (told.homepage ?? homepage) || page,
      license: told.license ?? license,
    }
    return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact))
  }
}

/** A laptop need not know of any repository. Where one cannot be asked, packages are made without its words. */
async function ask(access: GitHubAccess): Promise<RepositoryRecord> {
  const { token, env, log, signal } = access
  if (!env['GITHUB_REPOSITORY']) return UNTOLD
  const unknown = (why: string) => {
    log.notice(
      `The description, homepage and licence of the GitHub repository are not known: ${why} Packages are built without ` +
        'what they lack of it. Set the inputs description, homepage and license, so that another run builds the same.',
    )
    return UNTOLD
  }
  if (token === '') return unknown('there is no github-token (outside of a workflow, GITHUB_TOKEN).')
  try {
    return await describedRepository(access)
  } catch (error) {
    signal.throwIfAborted()
    return unknown(error instanceof Error ? error.message : String(error))
  }
}

/** @throws PublishError as openRepository and githubError */
async function describedRepository(access: GitHubAccess): Promise<RepositoryRecord> {
  const { octokit, owner, repo } = await openRepository(access)
  try {
    const { data } = await octokit.rest.repos.get({ owner, repo })
    return repositoryRecord(data)
  } catch (error) {
    throw githubError(
      error,
      `the repository ${owner}/${repo}`,
      `It does not exist, or github-token is not allowed to see it. ${PERMISSIONS}`,
    )
  }
}
