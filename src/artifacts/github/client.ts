import type { getOctokit } from '@actions/github'
import type { Clock } from '../../clock.ts'
import { PublishError } from '../../errors.ts'
import type { Log } from '../../report/log.ts'
import { type Environment, apiUrlOf, repositoryOf } from './address.ts'
import { patiently } from './patience.ts'

/** What is needed to ask GitHub about a repository. */
export interface GitHubAccess {
  readonly token: string
  readonly env: Environment
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/** A repository on GitHub, and the ways to it. */
export interface GitHubRepository {
  readonly owner: string
  readonly repo: string
  /** Without a slash at its end. */
  readonly apiUrl: string
  /** Carries the token. It waits and tries again where that may help, and throws octokit's errors where not. */
  readonly octokit: Octokit
  /** Carries no token. */
  readonly anonymous: typeof fetch
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

type Octokit = ReturnType<typeof getOctokit>

/** @throws PublishError `INPUT` where the repository or the token is missing or cannot be one */
export async function openRepository(access: GitHubAccess): Promise<GitHubRepository> {
  const { clock, log, signal } = access
  const { owner, repo } = repositoryOf(access.env)
  const token = assertToken(access.token)
  const apiUrl = apiUrlOf(access.env)
  // Slow to load, and rarely needed.
  const [{ getOctokit: octokitFor }, { defaults }] = await Promise.all([
    import('@actions/github'),
    import('@actions/github/lib/utils'),
  ])
  const octokit = octokitFor(token, { baseUrl: apiUrl })
  octokit.hook.before('request', (options) => {
    options.request.signal = signal
  })
  octokit.hook.wrap('request', (request, options) =>
    patiently(async () => assertParsed(await request(options), options.request), { clock, log, signal }),
  )
  // That of the library knows the proxy of the runner.
  const anonymous = (defaults.request?.fetch ?? fetch) as typeof fetch
  return { owner, repo, apiUrl, octokit, anonymous, clock, log, signal }
}

/** Another server's page, or an answer that was cut: octokit gives both as a text. */
function assertParsed<R extends { readonly data: unknown }>(
  response: R,
  { parseSuccessResponseBody }: { readonly parseSuccessResponseBody?: unknown },
): R {
  if (parseSuccessResponseBody === false || (typeof response.data === 'object' && response.data !== null))
    return response
  throw new PublishError(
    'GITHUB',
    'GitHub answered with something else than JSON: see whether GITHUB_API_URL is its API, and run the step again.',
  )
}

/** What cannot be a header would be quoted in the error of whoever tries to send it. */
function assertToken(token: string): string {
  if (/^[\u0021-\u007e]+$/.test(token)) return token
  throw new PublishError(
    'INPUT',
    token === ''
      ? 'release-tag needs a token to read the release: set github-token, in a workflow to ${{ github.token }}, elsewhere by GITHUB_TOKEN.'
      : 'github-token has spaces, line breaks or other characters that no token has: copy it again.',
  )
}
