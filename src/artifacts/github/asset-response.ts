import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { GitHubRepository } from './client.ts'
import { seenIn } from './failures.ts'

/** What came for the bytes of an asset, from GitHub or from where it stores them. */
export interface AssetResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly body: ReadableStream<Uint8Array> | null
  /** Who answered. */
  readonly host: string
}

type Headers = Readonly<Record<string, string>>

/**
 * Asks for an asset. GitHub sends it itself, or says where it lies: another host, which must not see the token, by a URL
 * that is good for minutes and lets everybody in, so that no message may quote it.
 *
 * @throws errors of octokit where GitHub refuses, of fetch where the storage cannot be reached
 */
export async function requestAsset(
  id: number,
  headers: Headers,
  github: GitHubRepository,
): Promise<AssetResponse> {
  const all = { accept: 'application/octet-stream', 'accept-encoding': 'identity', ...headers }
  let url = new URL(`${github.apiUrl}/repos/${github.owner}/${github.repo}/releases/assets/${id}`)
  for (let redirects = 0; redirects <= LIMITS.assetRedirects; redirects += 1) {
    const response = await requestOnce(url, all, github)
    const location =
      response.status >= 300 && response.status < 400 ? response.headers['location'] : undefined
    if (typeof location !== 'string') return response
    await response.body?.cancel()
    url = redirected(url, location)
  }
  throw new PublishError('GITHUB', `GitHub redirects more than ${LIMITS.assetRedirects} times.`)
}

/** Only what lies below the API's own URL gets the token: a repository that was renamed is redirected there. */
function requestOnce(url: URL, headers: Headers, github: GitHubRepository): Promise<AssetResponse> {
  return url.href.startsWith(`${github.apiUrl}/`)
    ? fromApi(url, headers, github)
    : fromStorage(url, headers, github)
}

async function fromApi(
  { href, host }: URL,
  headers: Headers,
  { octokit }: GitHubRepository,
): Promise<AssetResponse> {
  const request = { redirect: 'manual', parseSuccessResponseBody: false } as const
  try {
    const response = await octokit.request({ method: 'GET', url: href, headers, request })
    const { status, headers: received, data } = response
    return {
      status,
      headers: received,
      body: data as AssetResponse['body'],
      host,
    }
  } catch (error) {
    if (seenIn(error).status !== 416) throw error
    return { status: 416, headers: {}, body: null, host }
  }
}

async function fromStorage(
  { href, host }: URL,
  headers: Headers,
  { anonymous, signal }: GitHubRepository,
): Promise<AssetResponse> {
  const { status, headers: received, body } = await anonymous(href, { headers, redirect: 'manual', signal })
  return { status, headers: Object.fromEntries(received), body, host }
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined
  const isAsSafe = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:')
  if (to !== undefined && isAsSafe) return to
  throw new PublishError(
    'GITHUB',
    `${from.host} redirects to ${to?.protocol ?? 'what is no URL'}, away from https.`,
  )
}
