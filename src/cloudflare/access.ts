import { PublishError } from '../errors.ts'
import type { InputTexts } from '../inputs.ts'
import { CLOUDFLARE_API, type PurgeAccess } from './purge.ts'

const BOTH = ['cloudflare-zone-id', 'cloudflare-api-token'] as const

/**
 * The zone whose cache is purged; undefined where the inputs name none.
 *
 * @throws PublishError `INPUT` where one of them is missing or cannot be what it is to be
 */
export function purgeAccess(texts: InputTexts, apiUrl = CLOUDFLARE_API): PurgeAccess | undefined {
  const lacking = BOTH.filter((name) => texts[name] === '')
  if (lacking.length === BOTH.length) return undefined
  if (lacking.length > 0) {
    const given = BOTH.filter((name) => !lacking.includes(name))
    throw new PublishError(
      'INPUT',
      `${given.join()} is set, but ${lacking.join()} is not: purging the cache needs both. Set the other one too, or leave both out.`,
    )
  }
  const { 'cloudflare-zone-id': zoneId, 'cloudflare-api-token': token } = texts
  if (!/^[0-9a-f]{32}$/.test(zoneId)) {
    throw new PublishError(
      'INPUT',
      // Not quoted: it may be the token, in the wrong place.
      `cloudflare-zone-id must be the 32 hex digits that Cloudflare shows on the page of the domain, under API; it is something else, of length ${zoneId.length}.`,
    )
  }
  // What cannot be a header would be quoted in the error of whoever tries to send it.
  if (!/^[\u0021-\u007e]+$/.test(token)) {
    throw new PublishError(
      'INPUT',
      'cloudflare-api-token has spaces, line breaks or other characters that no token has: copy it again.',
    )
  }
  if (texts['public-url'] === '') {
    throw new PublishError('INPUT', 'cloudflare-zone-id needs public-url: what is purged are URLs of it.')
  }
  return { zoneId, token, apiUrl }
}
