import { clientUrl } from './address.ts'
import type { Answer, Ask } from './answer.ts'
import type { Trouble } from './finding.ts'

/** Where a repository is in its store, and where clients are told to look for it. */
export interface Place {
  /** `public-url`, without a slash at its end. */
  readonly baseUrl: string
  /** Of the repository in its bucket, without slashes at its ends; empty for the root. */
  readonly prefix: string
}

/** Enough to see what it is. */
const PROBE_BYTES = 1_024

/**
 * Looks whether an object that is not under `public-url` is where it would be if that had PREFIX at its end, or had it
 * not.
 */
export async function misplaced(
  key: string,
  { url, status }: Answer,
  ask: Ask,
  place: Place,
): Promise<Trouble | undefined> {
  if (status !== 404 && status !== 403) return undefined
  for (const baseUrl of otherBases(place)) {
    const answer = await ask(clientUrl(baseUrl, key, 'encoded'), { limitBytes: PROBE_BYTES })
    if (!('status' in answer) || answer.status !== 200 || !isHead(answer)) continue
    const isLonger = baseUrl.length > place.baseUrl.length
    return {
      severity: 'error',
      url,
      seen: `There is nothing, but ${answer.url} is there: public-url leads ${isLonger ? "to the bucket's root and not to" : 'below'} ${JSON.stringify(place.prefix)} in it.`,
      remedy: `Set public-url to ${baseUrl}.`,
      mayPass: false,
    }
  }
  return undefined
}

function otherBases({ baseUrl, prefix }: Place): readonly string[] {
  if (prefix === '') return []
  const longer = `${baseUrl}/${prefix}`
  return baseUrl.endsWith(`/${prefix}`) ? [baseUrl.slice(0, -prefix.length - 1), longer] : [longer]
}

/** InRelease, repomd.xml or the signature of one. */
function isHead({ bytes }: Answer): boolean {
  const text = bytes.toString('latin1')
  return text.startsWith('-----BEGIN PGP ') || text.includes('<repomd')
}
