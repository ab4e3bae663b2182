import { type ErrorCode, PublishError } from '../../errors.ts'

/** What an error of octokit tells. */
export interface SeenFailure {
  /** 500 where there was no answer. */
  readonly status: number
  readonly isAnswered: boolean
  /** One line. */
  readonly message: string
  /** Whether GitHub takes no more requests for now, however good. */
  readonly isLimit: boolean
  readonly retryAfterMs: number | undefined
  /** When the limit ends, in milliseconds since 1970. */
  readonly resetMs: number | undefined
}

interface RequestFailure {
  readonly status?: unknown
  readonly message?: unknown
  readonly response?: {
    readonly headers?: Readonly<Record<string, unknown>>
    readonly data?: { readonly message?: unknown } | string | null
  }
}

const MESSAGE_CHARACTERS = 300

/** Reads an error of octokit; anything else is one of the network. */
export function seenIn(error: unknown): SeenFailure {
  const { status, response, message } = error as RequestFailure
  const headers = response?.headers ?? {}
  const data = response?.data
  const said = typeof data === 'object' ? data?.message : undefined
  const isExhausted = headers['x-ratelimit-remaining'] === '0'
  const retryAfter = secondsOf(headers['retry-after'])
  const isForbidden = status === 403 && (isExhausted || retryAfter !== undefined || isSecondaryLimit(said))
  return {
    status: typeof status === 'number' ? status : 500,
    isAnswered: response !== undefined,
    message: oneLine(response === undefined ? message : said),
    isLimit: status === 429 || isForbidden,
    retryAfterMs: retryAfter,
    resetMs: isExhausted ? secondsOf(headers['x-ratelimit-reset']) : undefined,
  }
}

function isSecondaryLimit(message: unknown): boolean {
  return typeof message === 'string' && /secondary rate limit|abuse detection/i.test(message)
}

function secondsOf(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? Number(header) * 1_000 : undefined
}

/** Words of a server, which could speak to the runner by line breaks, and at length. */
function oneLine(text: unknown): string {
  if (typeof text !== 'string') return ''
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, MESSAGE_CHARACTERS)
}

/**
 * An error of octokit, as one that says what to do.
 *
 * @param what was read: `the releases of OWNER/NAME`
 * @param missing what to say where GitHub answers that there is none, which may also mean that the token is not allowed to see it
 */
export function githubError(error: unknown, what: string, missing: string): unknown {
  if (error instanceof PublishError) return error
  const seen = seenIn(error)
  const [code, advice] = adviceFor(seen, missing)
  const answer = seen.isAnswered
    ? `GitHub answered ${seen.status}${seen.message && ` (${seen.message})`}`
    : `GitHub cannot be reached (${seen.message})`
  return new PublishError(code, `${answer} when asked for ${what}. ${advice}`, { cause: error })
}

function adviceFor(seen: SeenFailure, missing: string): readonly [ErrorCode, string] {
  if (seen.isLimit) return ['GITHUB', limitAdvice(seen)]
  switch (seen.status) {
    case 401:
      return [
        'DENIED',
        'github-token is wrong, has expired or was revoked; in a workflow, leave the input out.',
      ]
    case 403:
      return ['DENIED', `github-token is not allowed to read it. ${PERMISSIONS}`]
    case 404:
    case 410:
      return ['DENIED', missing]
    default:
      return seen.isAnswered
        ? ['GITHUB', 'See https://www.githubstatus.com, and run the step again.']
        : ['GITHUB', 'Look at GITHUB_API_URL, the proxy and the network, and run the step again.']
  }
}

/** What a token must be allowed, in the words of a workflow. */
export const PERMISSIONS =
  'In the workflow, give the job `permissions: contents: read`, or `contents: write` for a draft; a token of your own ' +
  'needs the same for this repository.'

function limitAdvice({ resetMs }: SeenFailure): string {
  const when = resetMs === undefined ? 'later' : `after ${new Date(resetMs).toISOString()}`
  return `It takes no more requests with this token for now: run the step again ${when}.`
}
