import { PublishError } from '../../errors.ts'

/** Of a runner, or as a person sets it: GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_SERVER_URL. */
export type Environment = Readonly<Record<string, string | undefined>>

/** @throws PublishError `INPUT` where the environment names no repository */
export function repositoryOf(env: Environment): { readonly owner: string; readonly repo: string } {
  const name = env['GITHUB_REPOSITORY'] ?? ''
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(name) ?? []
  if (owner !== undefined && repo !== undefined) return { owner, repo }
  const seen = name === '' ? 'is not set' : `is ${JSON.stringify(name)}`
  throw new PublishError(
    'INPUT',
    `GitHub is asked about the repository of the run, but GITHUB_REPOSITORY ${seen}. Outside of a workflow, set it to OWNER/NAME.`,
  )
}

/**
 * Where the API is, without a slash at its end. GitHub Enterprise Server has it below its pages, GitHub itself and its
 * data residency on a host beside.
 *
 * @throws PublishError `INPUT` where the environment has no URL for it
 */
export function apiUrlOf(env: Environment): string {
  if (env['GITHUB_API_URL']) return httpUrl('GITHUB_API_URL', env['GITHUB_API_URL']).href.replace(/\/+$/, '')
  const { origin, host, protocol } = httpUrl(
    'GITHUB_SERVER_URL',
    env['GITHUB_SERVER_URL'] || 'https://github.com',
  )
  return /^(?:github\.com|[^.]+\.ghe\.com)$/.test(host) ? `${protocol}//api.${host}` : `${origin}/api/v3`
}

function httpUrl(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url !== undefined && url.username === '' && url.search === '' && url.hash === ''
  if (isPlain && /^https?:$/.test(url.protocol)) return url
  throw new PublishError(
    'INPUT',
    `${name} must be an http or https URL such as https://api.github.com, without user, query and fragment`,
  )
}
