import { contentOf, sha256 } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import { verifyDetached } from '../openpgp/verify.ts'
import type { PublishedHead } from '../repository/heads/published-head.ts'
import { identifier } from '../repository/heads/id.ts'
import type { Repository } from '../repository/repository.ts'
import { readInRelease } from '../repository/apt/head.ts'
import { parseRepomd } from '../rpm/repodata/repomd.ts'
import { clientUrl } from './address.ts'
import type { Answer, Ask } from './answer.ts'
import type { Trouble } from './finding.ts'
import { type Place, misplaced } from './misplaced.ts'
import { cacheWords, refusalIn } from './refusal.ts'
import { silenceTrouble } from './silence.ts'

/** A head that clients are to find. */
export interface ExpectedHead {
  readonly repository: Pick<Repository, 'format' | 'title' | 'headKey'>
  readonly head: PublishedHead
}

export interface HeadGround {
  readonly ask: Ask
  readonly place: Place
  readonly trust: readonly TrustedKey[]
}

/** What was found at the URL of a head. */
export interface HeadRead {
  readonly troubles: readonly Trouble[]
  /** Whether it is a head that clients take, of whatever age. */
  readonly isUsable: boolean
  /** How the head is the one that was committed; undefined where it is not. */
  readonly confirmed: string | undefined
}

type Identity = Pick<PublishedHead, 'id' | 'stampSeconds'>

/** Reads a head as a client does, and compares it with the one that was committed. */
export async function readHead(
  { repository, head }: ExpectedHead,
  { ask, place, trust }: HeadGround,
): Promise<HeadRead> {
  const url = clientUrl(place.baseUrl, repository.headKey, 'encoded')
  const [answer, signature] = await Promise.all([
    ask(url, { limitBytes: LIMITS.headBytes }),
    repository.format === 'rpm' ? ask(`${url}.asc`, { limitBytes: LIMITS.signatureBytes }) : undefined,
  ])
  const trouble = await faultIn(answer, { ask, place }, repository.headKey)
  if (trouble !== undefined) return only(trouble)
  if (signature !== undefined) {
    const trouble = await faultIn(signature, { ask, place }, `${repository.headKey}.asc`)
    if (trouble !== undefined) return only(trouble)
  }
  const [read, readSignature] = [answer as Answer, signature as Answer | undefined]
  try {
    const found = await identityOf(read, readSignature, trust)
    return compared(head, found, read, repository.title)
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    return only(unverified(error, read, readSignature))
  }
}

function only(trouble: Trouble): HeadRead {
  return { troubles: [trouble], isUsable: false, confirmed: undefined }
}

async function faultIn(
  answer: Awaited<ReturnType<Ask>>,
  { ask, place }: Pick<HeadGround, 'ask' | 'place'>,
  key: string,
): Promise<Trouble | undefined> {
  if ('reason' in answer) return silenceTrouble(answer)
  const refusal = refusalIn(answer)
  return refusal && ((await misplaced(key, answer, ask, place)) ?? refusal)
}

/** @throws PublishError where it is no head, or its signature does not verify */
async function identityOf(
  { url, bytes, sizeBytes }: Answer,
  signature: Answer | undefined,
  trust: readonly TrustedKey[],
): Promise<Identity> {
  if (signature === undefined) {
    const object = { key: url, etag: '', sizeBytes, lastModified: new Date(0), metadata: {}, bytes }
    return readInRelease(object, trust, url)
  }
  const { stampSeconds } = parseRepomd(bytes, url)
  await verifyDetached(contentOf(bytes), signature.bytes, trust, url)
  return { id: identifier(stampSeconds, sha256(bytes)), stampSeconds }
}

/** A cache that holds one of two files longer than the other is what makes signatures of rpm repositories fail. */
function unverified({ message }: PublishError, head: Answer, signature: Answer | undefined): Trouble {
  const caches = [head, ...(signature === undefined ? [] : [signature])]
    .map((answer) => `${answer.url} came with ${cacheWords(answer)}`)
    .join('; ')
  return {
    severity: 'error',
    url: head.url,
    seen: `What clients get does not verify: ${message} ${caches}.`,
    remedy: `Let caches obey Cache-Control and change no bytes, and purge them now. ${CACHE_RULES}`,
    mayPass: true,
  }
}

const CACHE_RULES =
  'In Cloudflare, take rules that override it for this host away (Cache Rules with an edge TTL), or let this action purge: cloudflare-zone-id and cloudflare-api-token.'

function compared(expected: Identity, found: Identity, answer: Answer, title: string): HeadRead {
  if (found.id === expected.id)
    return {
      troubles: [],
      isUsable: true,
      confirmed: `${title}: ${answer.url} is the head ${found.id}, and its signature is good.`,
    }
  if (found.stampSeconds >= expected.stampSeconds) {
    const newer = `${title}: ${answer.url} is a newer head, ${found.id}, than ${expected.id} of this run, and its signature is good.`
    return { troubles: [], isUsable: true, confirmed: newer }
  }
  return {
    isUsable: true,
    confirmed: undefined,
    troubles: [
      {
        severity: 'warning',
        url: answer.url,
        seen: `Clients still get an older head, ${found.id} of ${dateOf(found)}, and not ${expected.id} of ${dateOf(expected)}: ${cacheWords(answer)}.`,
        remedy: `It works, and they see this publish when the cache runs out. Let caches obey Cache-Control. ${CACHE_RULES}`,
        mayPass: true,
      },
    ],
  }
}

function dateOf({ stampSeconds }: Identity): string {
  return new Date(stampSeconds * 1_000).toISOString()
}
