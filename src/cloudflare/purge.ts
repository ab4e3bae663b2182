import { PublishError } from '../errors.ts'
import { fetchFailure } from '../fetch-failure.ts'
import { LIMITS } from '../limits.ts'
import { clientUrls } from '../readback/address.ts'

/** A zone of Cloudflare, and a token that may purge its cache. */
export interface PurgeAccess {
  readonly zoneId: string
  readonly token: string
  /** Without a slash at its end. */
  readonly apiUrl: string
}

/** https://developers.cloudflare.com/api/resources/cache/methods/purge/ */
export const CLOUDFLARE_API = 'https://api.cloudflare.com/client/v4'

/** Purging by URL takes so many in one request on the free plan. */
const FILES_A_REQUEST = 30

/**
 * Purges what was replaced from Cloudflare's cache, under every form of its URL that clients send.
 *
 * @param keys relative to `baseUrl`
 * @returns how many URLs were purged
 * @throws PublishError `CLIENT` where Cloudflare refuses or does not answer; the message has no secret in it
 */
export async function purge(
  keys: readonly string[],
  baseUrl: string,
  access: PurgeAccess,
  signal: AbortSignal,
): Promise<number> {
  const urls = keys.flatMap((key) => [
    ...clientUrls(baseUrl, key),
    // The page of a folder has two names.
    ...(key === 'index.html' ? [`${baseUrl}/`] : []),
  ])
  for (let at = 0; at < urls.length; at += FILES_A_REQUEST)
    await purgeSome(urls.slice(at, at + FILES_A_REQUEST), access, signal)
  return urls.length
}

async function purgeSome(
  files: readonly string[],
  { zoneId, token, apiUrl }: PurgeAccess,
  signal: AbortSignal,
): Promise<void> {
  const timeout = AbortSignal.timeout(LIMITS.purgeRequestMs)
  const response = await fetch(`${apiUrl}/zones/${zoneId}/purge_cache`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ files }),
    redirect: 'error',
    signal: AbortSignal.any([signal, timeout]),
  }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new PublishError('CLIENT', `Cloudflare's API cannot be reached (${fetchFailure(cause).reason}).`, {
      cause,
    })
  })
  const said = await response.json().catch(() => undefined)
  if (response.ok && (said as ApiAnswer | undefined)?.success === true) return
  throw new PublishError(
    'CLIENT',
    `Cloudflare answered ${response.status}${wordsOf(said, token)}. ${adviceFor(response.status)}`,
  )
}

/** What every answer of the API has. */
interface ApiAnswer {
  readonly success?: unknown
  readonly errors?: unknown
}

const MOST_CHARACTERS = 300

/** @param token that an answer may quote */
function wordsOf(said: unknown, token: string): string {
  const errors = (said as ApiAnswer | undefined)?.errors
  if (!Array.isArray(errors) || errors.length === 0) return ''
  const texts = errors.map((error: unknown) => {
    const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }
    return `${textOf(message)}, ${textOf(code)}`
  })
  return ` (${texts
    .join('; ')
    .replaceAll(token, '***')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, MOST_CHARACTERS)})`
}

/** An object of JSON may be one that cannot become a text. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'no text'
}

function adviceFor(status: number): string {
  if (status === 429) return 'It takes no more purges for now.'
  if (status >= 500) return 'See https://www.cloudflarestatus.com.'
  return 'cloudflare-zone-id must be the zone of the host of public-url, and cloudflare-api-token one with the permission Zone, Cache Purge, for it.'
}
